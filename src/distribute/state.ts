/**
 * What can become of a delivery. One row of the ledger is one person and one kind of content; it moves by these
 * events and by no others.
 *
 * `sent` is a positive reply to the end of the data, recorded, and nothing less. `crossing` is the mark that is durable
 * before the end of the data leaves; whoever is found there without a recorded reply is in doubt, and only a person
 * may take them out of it.
 */
const TRANSITIONS = {
  planned: { spool: "queued", skip: "skipped", cancel: "cancelled" },
  queued: { claim: "sending", skip: "skipped", cancel: "cancelled" },
  retry: { claim: "sending", skip: "skipped", cancel: "cancelled" },
  // Nothing that ends the message has gone out: whatever happens here, a second attempt can do no harm.
  sending: {
    cross: "crossing",
    defer: "retry",
    refuse: "failed",
    giveUp: "failed",
    release: "queued",
    recover: "queued",
  },
  // A reply that says no is as good as a reply that says yes; only silence leaves doubt.
  crossing: {
    accept: "sent",
    defer: "retry",
    refuse: "failed",
    giveUp: "failed",
    lose: "in_doubt",
    recover: "in_doubt",
  },
  in_doubt: {
    accept: "sent", // the original sender was alive after all, or the folder shows the file
    disprove: "queued", // a folder that shows that the file never came
    confirm: "resolved",
    resend: "queued",
    bounce: "bounced",
  },
  sent: { bounce: "bounced" },
  // It has not arrived, and may at another address, or at this one when a person has it tried again.
  bounced: { plan: "planned", resend: "queued" },
  failed: { plan: "planned", resend: "queued" },
  skipped: { plan: "planned", cancel: "cancelled" },
  cancelled: { plan: "planned" },
  resolved: { bounce: "bounced" },
} as const;

export type State = keyof typeof TRANSITIONS;
export type Event = { [S in State]: keyof (typeof TRANSITIONS)[S] }[State];

const TABLE: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>> = TRANSITIONS;

export const STATES = Object.keys(TRANSITIONS) as readonly State[];

/** Where an event leads from a state; absent: it cannot happen there. */
export const next = (state: State, event: Event): State | undefined => TABLE[state][event];

/** The states in which an event can happen, each with where it leads. */
export const movesOf = (event: Event): readonly (readonly [from: State, to: State])[] =>
  STATES.flatMap((from) => {
    const to = next(from, event);
    return to === undefined ? [] : [[from, to] as const];
  });

/** Nothing more happens to these unless a person or a report of failure says so. */
const TERMINAL = ["sent", "bounced", "failed", "skipped", "cancelled", "resolved"] as const satisfies State[];
export const OPEN: readonly State[] = STATES.filter((state) => !TERMINAL.some((one) => one === state));

/** The words of reports. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  planned: "being prepared",
  queued: "waiting",
  sending: "sending",
  crossing: "sending",
  retry: "deferred",
  sent: "handed over",
  bounced: "returned",
  failed: "failed",
  skipped: "not sent",
  cancelled: "cancelled",
  in_doubt: "in doubt",
  resolved: "settled by hand",
};
