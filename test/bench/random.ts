/** Pseudo-random choices that are the same for the same seed: the bench must measure the same text every time. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  /** One of a list, which must not be empty. */
  readonly pick: <T>(list: readonly T[]) => T;
}

/** mulberry32 by Tommy Ettinger: 32 bits of state are plenty for a bench. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { int, pick: <T>(list: readonly T[]) => list[int(0, list.length - 1)] as T }; // by contract not empty
}
