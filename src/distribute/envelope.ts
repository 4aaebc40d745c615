import { domainToASCII } from "node:url";

/** An address as it is written between the angle brackets of an envelope. */
export interface EnvelopeAddress {
  readonly address: string;
  /** Whether the server must know internationalised mail (RFC 6531), since the part before the @ is not ASCII. */
  readonly needsUtf8: boolean;
}

/**
 * The plain `local@domain` of RFC 5321 without quoted local parts, comments, routes and address literals, its domain in
 * ASCII; undefined for anything else. No library is left to guess what an address may mean: one with a line break
 * or a second @ has been known to become a mailbox at another domain.
 */
export function envelopeAddress(address: string): EnvelopeAddress | undefined {
  const [, local = "", domain = ""] = PLAIN.exec(address) ?? [];
  const ascii = domainToASCII(domain.normalize("NFC"));
  if (local === "" || local.length > 64 || !DOMAIN.test(ascii) || !ascii.includes(".")) return undefined;
  const whole = `${local}@${ascii}`;
  if (Buffer.byteLength(whole) > 254 || Buffer.byteLength(local) > 64 || !local.isWellFormed())
    return undefined;
  return { address: whole, needsUtf8: /[^\x20-\x7e]/.test(local) };
}

/** Dots only between, no hyphen first; beyond ASCII letters, marks and digits only. */
const PLAIN =
  /^(?!-)((?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\0-\x7f\p{C}\p{Z}])+(?:\.(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\0-\x7f\p{C}\p{Z}])+)*)@([^@\s<>()[\],;:\\"\p{C}]+)$/u;
const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
