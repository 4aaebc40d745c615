import { readFileSync } from "node:fs";
import type { Stamp } from "../../src/distribute/delivery.ts";
import { type LetterPlan, planLetters, type SenderSettings } from "../../src/distribute/plan.ts";
import { openResources } from "../../src/files.ts";
import type { Options } from "../../src/pipeline/options.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
export const resources = opened.value;

const OFFICE: SenderSettings = { from: "office@example.com", replyTo: "secretary@example.com" };

/** All that is said about a plan for a record. */
export const planned = (text: string, settings = OFFICE, options: Options = {}, from = resources) =>
  planLetters({ text, file: "r.yaml" }, options, settings, from);

/** The plan for a record that has one. */
export async function planFor(text: string, settings = OFFICE, options: Options = {}): Promise<LetterPlan> {
  const made = await planned(text, settings, options);
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("; "));
  return made.value;
}

export const example = (name: string): string =>
  readFileSync(new URL(`../../data/${name}.yaml`, import.meta.url), "utf8");

export const STAMP: Stamp = {
  deliveryId: "d".repeat(64),
  serial: 17,
  messageId: "<17@example.com>",
  date: Date.UTC(2026, 2, 14, 9, 30),
};

/** The smallest record with two people who have addresses. */
export const SMALL = `schemaVersion: 1
id: club-2026-04
languages: [en]
people:
  - { id: ash, name: Ann Ash, honorificPrefix: Dr, contact: { email: ann@example.org } }
  - { id: birch, name: Bob Birch, contact: { email: bob@example.org } }
meeting: { title: Spring meeting, kind: regular }
sittings: [{ start: 2026-04-18T19:00, timeZone: Europe/London, place: Village hall, mode: onSite }]
attendees: [{ person: ash, role: chair, class: present }, { person: birch, class: present }]
decisions: [{ text: The pond will be cleaned in May. }]
`;
