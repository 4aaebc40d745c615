/** At least two columns are worth the trouble, and beyond six the eye loses its line. */
const FEWEST = 2;
const MOST = 6;
/** A list this short stands better in one column. */
const SHORT = 3;

/**
 * How many columns a list of names takes: as many as the longest name leaves room for, and among those the count
 * that leaves the fewest empty places, the larger of two equals. All lengths in one unit, whichever it is.
 */
export function nameColumns(lengths: readonly number[], measure: number, gap: number): number {
  if (lengths.length <= SHORT) return 1;
  const longest = Math.max(...lengths);
  const room = Math.floor((measure + gap) / (longest + gap));
  const most = Math.min(MOST, room, lengths.length);
  let best = 1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let count = most; count >= Math.max(FEWEST, Math.ceil(most / 2)); count--) {
    const empty = (count - (lengths.length % count)) % count;
    if (empty < fewest) {
      best = count;
      fewest = empty;
    }
  }
  return best;
}
