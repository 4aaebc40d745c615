import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FACT_NAMES } from "../../src/record/lint/required.ts";
import { type Profile, readProfile, requiredFacts } from "../../src/record/profile.ts";
import { linted } from "./lint/support.ts";
import { HEAD, recordOf } from "./support.ts";

const FOLDER = new URL("../../templates/profiles/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));

function profile(name: string): Profile {
  const read = readProfile(readFileSync(new URL(`${name}.yaml`, FOLDER), "utf8"), `${name}.yaml`);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}

describe("the profiles that come with the program", () => {
  it.each(files)("%s is valid and bears its file's name", (file) => {
    expect(`${profile(file.replace(".yaml", "")).name}.yaml`).toBe(file);
  });

  it("ask together for every fact there is", () => {
    const asked = new Set(files.flatMap((file) => Object.keys(profile(file.replace(".yaml", "")).requires)));
    // Honorees are asked for by the honor list, whatever the house.
    expect([...asked, "honorees"].toSorted()).toEqual([...FACT_NAMES].toSorted());
  });
});

describe("a profile with mistakes", () => {
  const told = (text: string) =>
    readProfile(text, "p.yaml").diagnostics.map(({ code, place, hint }) => [code, place?.line, hint]);
  const head = "name: p\ntitle: {en: P, zh: 甲}\ndescription: D\n";
  it.each([
    [
      "a fact nobody knows",
      `${head}requires: {quorom: error}`,
      [["profile/unknown-fact", 4, 'did you mean "quorum"?']],
    ],
    ["a weight nobody knows", `${head}requires: {quorum: fatal}`, [["profile/invalid", 4, undefined]]],
    ["a field nobody knows", `${head}fonts: serif`, [["profile/unknown-field", 4, undefined]]],
    ["a missing title", "name: p\ndescription: D", [["profile/invalid", 1, undefined]]],
    ["no YAML", "name: [", [["record/syntax", 1, "check brackets and leading spaces"]]],
  ])("%s", (_, text, expected) => expect(told(text)).toEqual(expected));
});

const KIND = "meeting: {title: T, kind: regular, bodies: [b]}\n";
const NAMES = "people: [{id: ann, name: Ann}, {id: bob, name: Bob}]\n";

/** What is missing of one fact, as paths. */
const lacks = (fact: string, fields: string, document = "minutes") => {
  const base = HEAD.replace(/meeting:\n(?: {2}.*\n)+/, KIND);
  const body = fields.includes("bodies:") ? "" : "bodies: [{id: b, name: B}]\n";
  const record = recordOf(base + body + NAMES + fields);
  const only: Profile = { ...profile("general"), requires: { [fact]: "error" }, documents: {} };
  return requiredFacts(record, only, document).map(({ path }) => path.join("."));
};

describe("required facts", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["place-or-mode", "", ["sittings.0"]],
    ["chair", "attendees: [{person: ann, role: member}]", ["attendees"]],
    ["chair", "attendees: [{person: ann, role: chair}]", []],
    ["minute-taker", "", ["attendees"]],
    ["minute-taker", "signatures: [{person: ann, capacity: minuteTaker}]", []],
    ["named-attendance", "attendees: [{group: {label: All}, class: present}]", ["attendees"]],
    ["named-attendance", "attendees: [{person: ann, class: present}]", []],
    ["attendance-counts", "attendees: [{group: {label: All}, class: present}]", ["attendees.0.group"]],
    ["attendance-counts", "attendees: [{group: {label: All}, class: present}]\nquorum: [{present: 5}]", []],
    ["apologies", "attendees: [{person: ann, role: member, class: present}]", ["attendees"]],
    ["apologies", "attendees: [{person: ann, class: apologies}]", []],
    [
      "apologies",
      "bodies: [{id: b, name: B, memberCount: 1}]\nattendees: [{person: ann, role: member, class: present}]",
      [],
    ],
    [
      "apologies",
      "bodies: [{id: b, name: B, memberCount: 2}]\nattendees: [{person: ann, role: member, class: present}]",
      ["attendees"],
    ],
    ["in-attendance", "attendees: [{person: ann}, {person: bob, class: 列席}]", ["attendees.0"]],
    ["quorum", "", ["quorum"]],
    ["quorum", "quorum: [{present: 5, rule: {number: 3}}]", []],
    [
      "quorum",
      "bodies: [{id: b, name: B, quorumRule: {number: 1}}]\nattendees: [{person: ann, role: member, class: present}]",
      [],
    ],
    ["interests", "agenda: [{id: a, title: Apologies}]", ["interests"]],
    ["interests", "agenda: [{id: a, title: Declarations of interest, summary: [None.]}]", []],
    ["mover", "motions: [{id: m, text: T}]", ["motions.0.mover"]],
    ["mover", "motions: [{id: m, text: T, mover: notStated}]", ["motions.0.mover"]],
    ["mover", "motions: [{id: m, text: T, mover: notApplicable}]", []],
    ["seconder", "motions: [{id: m, text: T, disposition: byConsent}]", []],
    [
      "vote-counts",
      "motions: [{id: m, text: T}]\nvotes: [{on: {motion: m}, counts: {for: 3, against: 0}}]",
      ["votes.0.counts"],
    ],
    ["vote-counts", "motions: [{id: m, text: T, disposition: adopted}]", ["motions.0"]],
    ["vote-counts", "motions: [{id: m, text: T}]\nvotes: [{on: {motion: m}, method: acclamation}]", []],
    [
      "counted-votes",
      "motions: [{id: m, text: T}]\nvotes: [{on: {motion: m}, counts: {for: 3}}]",
      ["votes.0.counts"],
    ],
    ["counted-votes", "motions: [{id: m, text: T}]\nvotes: [{on: {motion: m}, method: voice}]", []],
    ["previous-minutes", "", ["previousMinutes"]],
    ["action-owner", "actions: [{text: T}, {text: U, owner: ann}]", ["actions.0.owner"]],
    ["action-due", "actions: [{text: T, status: done}]", []],
    ["honorees", "", ["awards"]],
    ["honorees", "awards: [{title: Star}]", ["awards.0"]],
    ["honorees", "awards: [{title: Star, honorees: [{status: unnamed}]}]", []],
    ["signatures", "", ["signatures"]],
    ["body", "", []],
    ["meeting-kind", "", []],
    ["dates", "", []],
  ])("%s: %s", (fact, fields, expected) => expect(lacks(fact, fields)).toEqual(expected));

  it("are the document's own where it has a column", () => {
    expect(lacks("signatures", "", "minutes")).toEqual(["signatures"]);
    expect(lacks("signatures", "", "brief")).toEqual(["sittings.0"]);
    expect(lacks("signatures", "", "honors")).toEqual(["awards", "signatures"]);
  });

  it("exempt a special meeting from earlier minutes", () => {
    const record = recordOf(HEAD.replace("regular", "special"));
    expect(requiredFacts(record, profile("roberts"), "minutes").map(({ fact }) => fact)).not.toContain(
      "previous-minutes",
    );
  });

  it("are noted on the way and refused at the end, all of them at once", () => {
    const fields = "meeting: {title: T, kind: pending}\nactions: [{text: T, due: 2026-04-01}]";
    const asked: Profile = {
      ...profile("general"),
      requires: { body: "error", "meeting-kind": "error", "action-owner": "warning" },
    };
    const codes = ["meeting-kind meeting.kind", "body meeting.bodies", "action-owner actions[0].owner"];
    const said = (weights: readonly string[]) =>
      codes.map((code, i) => `${weights[i]} profile/missing-${code}`);
    const sort = (lines: readonly string[]) => lines.toSorted();
    expect(sort(linted(fields, { profile: asked }))).toEqual(sort(said(["warning", "warning", "note"])));
    expect(sort(linted(fields, { profile: asked, final: true }))).toEqual(
      sort(said(["error", "error", "warning"])),
    );
  });
});
