import { type Completeness, completenessOf, type Standing } from "../../distribute/snapshot.ts";
import { STATE_WORDS, STATES } from "../../distribute/state.ts";
import { EXIT } from "../io.ts";
import { type Reporter, safe } from "../report.ts";

/**
 * How a distribution stands, in lines: counts, then everybody of whom there is more to say. Of one that a newer revision
 * has taken the place of, nobody is left to be reached.
 */
export function tellStanding(standing: Standing, now: number, report: Reporter, isRevised = false): void {
  const { distribution, counts, named } = standing;
  const numbers = STATES.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count === 0 ? [] : [`${count} ${STATE_WORDS[state]}`];
  });
  const completeness = completenessOf(standing);
  report.done(`${safe(distribution.id)}: ${numbers.join(", ") || "nobody"}`, {
    type: "distribution",
    ...distribution,
    counts,
    completeness,
  });
  if (distribution.paused !== null)
    report.done(`  it stands still: ${safe(distribution.paused)} (minutebook resume)`, {
      type: "paused",
      id: distribution.id,
      because: distribution.paused,
    });
  for (const { name, state, lastReply, nextAt, ...rest } of named) {
    const again = state === "retry" ? `, again ${timeText(nextAt, now)}` : "";
    report.done(
      `  ${STATE_WORDS[state]}: ${safe(name)}${lastReply === "" ? "" : ` (${safe(lastReply)})`}${again}`,
      {
        type: "person",
        name,
        state,
        lastReply,
        nextAt,
        ...rest,
      },
    );
  }
  if (completeness === "in doubt")
    report.done(
      "  in doubt means that the server may or may not have taken it; ask them, then: minutebook resolve PERSON --delivered or --resend",
      { type: "advice" },
    );
  if (isRevised)
    report.done("  a newer revision has taken its place: whoever is to be reached is reached with that", {
      type: "revised",
    });
  else if (named.some(({ state }) => state === "failed" || state === "bounced"))
    report.done(
      "  who has not got it gets it with the next send, once the address in the record is mended; or: minutebook resolve PERSON --resend",
      { type: "advice" },
    );
}

const timeText = (at: number, now: number): string => {
  const minutes = Math.ceil((at - now) / 60_000);
  return minutes <= 0 ? "now" : minutes < 90 ? `in ${minutes} min` : `in ${Math.ceil(minutes / 60)} h`;
};

const EXITS: Readonly<Record<Completeness, number>> = {
  "in doubt": EXIT.inDoubt,
  open: EXIT.open,
  unreached: EXIT.open,
  complete: EXIT.done,
};

/** The exit code of a run that has gone well itself, by how the distribution stands. */
export function exitFor(standing: Standing, isRevised = false): number {
  const completeness = completenessOf(standing);
  return isRevised && completeness === "unreached" ? EXIT.done : EXITS[completeness];
}
