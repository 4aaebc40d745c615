import { createHash, createHmac } from "node:crypto";

/** Names of things that must be the same on every attempt and every run. */

const sha256 = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n"), "utf8").digest("hex");

/** `northwind-board-2026-03.2`; a trial is a distribution of its own each time: `northwind-board-2026-03.2-trial-mf3k2a`. */
export const distributionIdOf = (recordId: string, revision: number, trialAt: number | undefined): string =>
  `${recordId}.${revision}${trialAt === undefined ? "" : `-trial-${trialAt.toString(36)}`}`;

export const deliveryIdOf = (
  distributionId: string,
  {
    personId,
    kind,
    contentHash,
  }: { readonly personId: string; readonly kind: string; readonly contentHash: string },
): string => sha256(distributionId, personId, kind, contentHash);

/**
 * The Message-ID of a delivery. Whoever does not hold the ledger's key cannot guess it, so a report of failure that
 * names it has come from somebody who has seen the mail.
 */
export const messageIdOf = (key: string, deliveryId: string, domain: string): string =>
  `<${createHmac("sha256", key).update(deliveryId, "utf8").digest("hex").slice(0, 40)}@${domain}>`;

export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
