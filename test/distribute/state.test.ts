import { describe, expect, it } from "vitest";
import { movesOf, next, OPEN, STATES, type State } from "../../src/distribute/state.ts";

const events = (
  [
    ["spool", "planned", "queued"],
    ["claim", "queued", "sending"],
    ["claim", "retry", "sending"],
    ["cross", "sending", "crossing"],
    ["accept", "crossing", "sent"],
    ["lose", "crossing", "in_doubt"],
    ["recover", "sending", "queued"],
    ["recover", "crossing", "in_doubt"],
    ["accept", "in_doubt", "sent"],
    ["confirm", "in_doubt", "resolved"],
    ["resend", "in_doubt", "queued"],
    ["resend", "failed", "queued"],
    ["resend", "bounced", "queued"],
    ["plan", "failed", "planned"],
    ["plan", "bounced", "planned"],
  ] as const
).map(([event, from, to]) => ({ event, from, to }));

describe("states of a delivery", () => {
  it.each(events)("$from becomes $to by $event", ({ event, from, to }) => {
    expect(next(from, event)).toBe(to);
  });
  it("are sent only after the mark", () => {
    expect(movesOf("accept").map(([from]) => from)).toEqual(["crossing", "in_doubt"]);
  });
  it("once sent are never sent again, unless a report says that they came to nothing", () => {
    for (const event of ["resend", "plan", "claim", "recover", "disprove"] as const)
      for (const state of ["sent", "resolved"] as const) expect(next(state, event)).toBeUndefined();
  });
  it("leave doubt for the queue only by a person or by a folder that shows the file never came", () => {
    const ways = (["claim", "release", "recover", "spool", "defer", "resend", "disprove"] as const).filter(
      (event) => next("in_doubt", event) !== undefined,
    );
    expect(ways).toEqual(["resend", "disprove"]);
  });
  it("can all be left for an end, and are all reached from the beginning", () => {
    const reached = new Set<State>(["planned"]);
    const all = ["spool", "skip", "cancel", "claim", "cross", "defer", "refuse", "accept", "lose"] as const;
    const more = [...all, "confirm", "bounce", "resend"] as const;
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const state of [...reached])
        for (const event of more) {
          const to = next(state, event);
          if (to) reached.add(to);
        }
    }
    expect([...reached].sort()).toEqual([...STATES].sort());
    expect(OPEN).toEqual(["planned", "queued", "retry", "sending", "crossing", "in_doubt"]);
  });
});
