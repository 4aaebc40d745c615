import type { Verdict } from "./carrier.ts";

/** Where in a conversation something happened, by the command that was being answered. */
export type Stage = "connect" | "hello" | "login" | "mail" | "recipient" | "data";

/** What a server said, or that it said nothing (no code). */
export interface Reply {
  readonly stage: Stage;
  /** 400 to 599. */
  readonly code?: number;
  readonly text: string;
  /** Something that no later attempt mends, such as a wrong certificate. */
  readonly hopeless?: boolean;
}

/**
 * What a refusal or a broken connection means for the delivery. Once the last part of the mail was let go, only a number
 * from the server tells; without one nobody can know. The kind of error counts for nothing there.
 */
export function verdictOf({ stage, code, text, hopeless }: Reply, released: boolean): Verdict {
  const said = { reply: text, ...(code !== undefined && { code }) };
  if (code === undefined) {
    if (released) return { kind: "lost", ...said };
    return { kind: "deferred", ...said, common: hopeless ? "stop" : "perhaps" };
  }
  if (code >= 500) {
    if (released || concernsRecipient(stage, code, text)) return { kind: "refused", ...said };
    return { kind: "deferred", ...said, common: "stop" };
  }
  if (stage !== "recipient" && !released) return { kind: "deferred", ...said, common: "perhaps" };
  const asks = patienceAsked(stage, code, text);
  // "I am closing the connection" says nothing of the recipient, whenever it is said (RFC 5321, 3.8).
  const common = code === 421 && ({ common: "perhaps" } as const);
  return { kind: "deferred", ...said, ...common, ...(asks && { asks }) };
}

/** Whether a no for good is about this mail or its recipient, or would be said to everybody. */
function concernsRecipient(stage: Stage, code: number, text: string): boolean {
  // "Relay access denied": the server will not carry for us at all, whoever the recipient is.
  // Addresses and hosts in it may have any name.
  if (stage === "recipient") return !/\brelay(ing)?\b/i.test(text.replace(/\S*\w[.@]\w\S*/g, ""));
  if (stage === "data") return true;
  // Too large, said before the mail is sent (RFC 1870).
  return stage === "mail" && (code === 552 || enhanced(text) === "5.3.4");
}

function patienceAsked(stage: Stage, code: number, text: string): "greylisted" | "throttled" | undefined {
  const status = enhanced(text);
  if (/gr[ae]y-?list/i.test(text)) return "greylisted";
  if (stage === "recipient" && (code === 450 || code === 451) && /^4\.(2|7)\./.test(status))
    return "greylisted";
  return code === 421 || status.startsWith("4.7.") ? "throttled" : undefined;
}

/** The enhanced status code of a reply (RFC 3463), such as `5.1.1`; empty when it has none. */
const enhanced = (text: string): string => /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? "";
