import { domainToASCII } from "node:url";
import { failure, type Outcome, success } from "../diagnostic.ts";

/** An e-mail address that is safe to write into an envelope and a header. */
export interface Address {
  /** With the domain in ASCII, as it goes over the wire. */
  readonly text: string;
  /** Equal for addresses that most servers deliver to one mailbox: without capitals, and without what follows a plus. */
  readonly mailbox: string;
  /** Whether the part before the @ is not ASCII, which only servers with SMTPUTF8 (RFC 6531) can deliver to. */
  readonly international: boolean;
}

/** RFC 5321, 4.5.3.1, in octets. */
const LONGEST = { local: 64, whole: 254, label: 63 } as const;

/** RFC 5322 atoms and, after RFC 6531, letters and figures of all scripts; dots stand between atoms. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads an address of the plain kind: `name@example.org` and nothing around it. What mail programs would understand in
 * more than one way (comments, quotes, groups, routes, literals, dashes in front that look like options) is refused,
 * with words that say why.
 */
export function readAddress(text: string): Outcome<Address> {
  const problem = problemIn(text);
  if (problem !== undefined) return refused(text, problem);
  const [local = "", domain = ""] = text.normalize("NFC").split("@");
  const host = domainToASCII(domain.toLowerCase());
  const labels = host.split(".");
  const name = labels.find((label) => !LABEL.test(label) || label.length > LONGEST.label);
  if (host === "" || name !== undefined) return refused(text, `“${domain}” is no name of a domain`);
  if (/^\d+$/.test(labels.at(-1) ?? "")) return refused(text, "it names a number instead of a domain");
  const address = `${local}@${host}`;
  if (octets(address) > LONGEST.whole) return refused(text, `it is longer than ${LONGEST.whole} bytes`);
  return success({
    text: address,
    mailbox: `${local.toLowerCase().replace(/(?<=.)\+.*$/u, "")}@${host}`,
    international: /[^\x20-\x7e]/.test(local),
  });
}

function problemIn(text: string): string | undefined {
  const [local = "", domain = "", ...more] = text.split("@");
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return "it holds a line break or another control character";
  if (/[\s\p{Zs}\p{Cf}]/u.test(text)) return "it holds a space or an invisible character";
  if (!text.includes("@")) return "it has no @";
  if (more.length > 0) return "it has more than one @";
  if (/["(),:;<>[\]\\]/.test(text)) return "it holds a mark that mail programs read as something else";
  if (domain.endsWith(".")) return "it ends with a dot";
  if (local.startsWith("-")) return "it begins with a dash";
  if (!LOCAL.test(local)) return "the part before the @ is not plain";
  if (octets(local) > LONGEST.local) return `the part before the @ is longer than ${LONGEST.local} bytes`;
  if (!DOMAIN.test(domain)) return "the part after the @ is no name of a domain";
  return undefined;
}

const octets = (text: string): number => new TextEncoder().encode(text).length;

const refused = (text: string, problem: string): Outcome<Address> =>
  failure([
    {
      code: "record/bad-address",
      severity: "error",
      message: `no mail can go to “${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "�")}”: ${problem}`,
      hint: "write the plain address, such as name@example.org",
    },
  ]);
