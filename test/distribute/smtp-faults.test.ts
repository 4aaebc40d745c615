import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/distribute/clock.ts";
import type { Ledger, Row } from "../../src/distribute/ledger.ts";
import { smtp, type Timeouts } from "../../src/distribute/smtp.ts";
import { OPEN } from "../../src/distribute/state.ts";
import { type Fault, type MailServer, mailServer, type Stage } from "../support/smtp-server.ts";
import { letterTo, openLedger, people, planOf, run, scratch } from "./support.ts";

/** A small run in which the n-th step of the conversation goes wrong, for n = 1, 2, 3, … until none is left to go wrong. */

const THREE = people(3);
const PLAN = planOf(THREE.map((one) => letterTo(one)));
/** Short only where a server says nothing any more: a busy machine must not look like one. */
const QUICK = { connect: 150, greeting: 150, silence: 150, attempt: 300 };
const PATIENT = { connect: 20_000, greeting: 20_000, silence: 20_000, attempt: 20_000 };

const FAULTS: readonly Fault[] = [
  { act: "drop" },
  { act: "reset" },
  { act: "garbage" },
  { act: "hang" },
  { reply: "421 4.3.2 closing" },
  { reply: "451 4.3.0 later" },
  { reply: "550 5.7.1 no" },
];

/**
 * What must not be, in words; the numbers are the invariants of a distribution. All else that a row can come to is
 * checked elsewhere.
 */
async function violations(ledger: Ledger, { taken }: MailServer): Promise<readonly string[]> {
  const rows = await ledger.list("board.1");
  const wrong: string[] = [];
  if (rows.map(({ personId }) => personId).join() !== THREE.join()) wrong.push("I1 not everybody once");
  for (const row of rows) {
    const events = (await ledger.events(row.id)).map(({ what }) => what);
    const copies = taken.filter(({ messageId }) => messageId === row.messageId).length;
    wrong.push(
      ...wrongIn(row, events, copies).map((what) => `${what}: ${row.state} after ${events.join(" ")}`),
    );
  }
  return wrong;
}

const ATTEMPT = "claim( (defer|refuse|release|recover)| cross( (accept|defer|refuse|lose|recover))?)?";
const HISTORY = new RegExp(`^plan( spool( ${ATTEMPT})*)?$`);

function wrongIn(row: Row, events: readonly string[], copies: number): readonly string[] {
  const has = (what: string): boolean => events.includes(what);
  return [
    ...(HISTORY.test(events.join(" ")) ? [] : ["I2 I3 the order of things"]),
    ...(copies > 0 && !has("cross") ? ["I3 taken without a mark"] : []),
    ...(copies > 1 ? [`I4 ${copies} copies`] : []),
    ...(/(lose|recover) .*claim/.test(events.join(" ")) && has("lose")
      ? ["I4 tried again after a doubt"]
      : []),
    ...((row.state === "sent") === has("accept") ? [] : ["I5 sent without a yes, or a yes without sent"]),
    ...(row.state === "sent" && !(row.lastCode === 250 && copies === 1) ? ["I5 sent, and not taken"] : []),
    ...(row.state === "failed" && copies > 0 ? ["I5 failed, and taken"] : []),
    ...(OPEN.includes(row.state) && row.state !== "in_doubt" ? ["I6 open"] : []),
  ];
}

const nameOf = (fault: Fault): string => ("act" in fault ? fault.act : fault.reply);

describe("whatever step of the conversation goes wrong, I1 to I6 hold", () => {
  it.each(FAULTS.map((fault) => [nameOf(fault), fault] as const))("%s", async (_, fault) => {
    const met = new Set<string>();
    const ends = new Set<string>();
    for (let at = 1, completed = false; !completed; at++) {
      let step = 0;
      let mending = false;
      const server = await mailServer({
        fault(stage) {
          // A server that says no and takes the mail all the same is beyond anybody's help.
          if ((stage === "dotAccepted" || stage === "midData") && "reply" in fault) return undefined;
          step += 1;
          if (mending || step !== at) return undefined;
          met.add(stage);
          return fault;
        },
      });
      const folder = scratch();
      const ledger = await openLedger(folder);
      const to = (timeouts: Timeouts) =>
        smtp({ host: "127.0.0.1", port: server.port, secure: false, timeouts });
      const isSilent = "act" in fault && fault.act === "hang";
      try {
        const mail = to(isSilent ? QUICK : PATIENT);
        await run({ folder, ledger, plan: PLAN, mail, lanes: 1 });
        completed = step < at;
        mending = true;
        // An hour later, with whatever had made all stand still mended.
        await ledger.resume("board.1", 0);
        const clock = { ...systemClock, now: () => Date.now() + 3_600_000 };
        await run({ folder, ledger, plan: PLAN, mail: to(PATIENT), lanes: 1, engine: { clock } });
        expect(await violations(ledger, server), `step ${at}`).toEqual([]);
        for (const { state } of await ledger.list("board.1")) ends.add(state);
      } finally {
        await ledger.close();
        await server.close();
        rmSync(folder, { recursive: true });
      }
    }
    const expected = "reply" in fault ? [...ALWAYS, "dot"] : [...ALWAYS, "dot", "dotAccepted"];
    expect([...met]).toEqual(expect.arrayContaining(expected));
    expect(ends.has("sent")).toBe(true);
    expect(ends.has("in_doubt")).toBe(!("reply" in fault));
  });
});

/** In the middle of a mail there is a step only where it comes in pieces. */
const ALWAYS = ["greet", "ehlo", "mail", "rcpt", "data"] as const satisfies Stage[];
