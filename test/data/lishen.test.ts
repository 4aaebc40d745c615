import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stated, statusOf } from "../../src/record/fact.ts";

import type { Cite } from "../../src/record/schema/evidence.ts";
import type { MeetingRecord } from "../../src/record/schema/record.ts";
import { validate } from "../../src/record/validate.ts";
import { load } from "../../src/yaml/load.ts";

const FILE = "data/lishen-2024-annual-meeting.yaml";
const TEXT = readFileSync(new URL(`../../${FILE}`, import.meta.url), "utf8");
const SOURCE = new URL("../../../shared/sources/lishen-2024-annual-meeting.txt", import.meta.url);
const PARAGRAPHS = 13;
const LONGEST_QUOTE = 9;

function read(): MeetingRecord {
  const loaded = load(TEXT, FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  expect([...loaded.diagnostics, ...record.diagnostics]).toEqual([]);
  return record.value;
}

const record = read();

function* citesIn(value: unknown): Generator<Cite> {
  if (typeof value !== "object" || value === null) return;
  if ("cites" in value) yield* value.cites as Cite[]; // the schema has checked them
  for (const [key, inner] of Object.entries(value)) if (key !== "cites") yield* citesIn(inner);
}

/** Fields whose strings are not for the reader. */
const UNREAD = new Set(["cites", "id", "sources", "start", "end", "about", "variants", "options"]);

/** Our own words: every text of the record apart from quotes, ids and what is copied as printed. */
function* wordsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) if (!UNREAD.has(key)) yield* wordsIn(inner);
  }
}

const cites = [...citesIn(record)];
const { schemaVersion: _version, id: _id, ...told } = record;
const words = [...wordsIn(told)];

describe("cites", () => {
  it("keeps every quote short", () => {
    const long = cites.filter(({ quote }) => quote.split(/\s+/).length > LONGEST_QUOTE);
    expect(long).toEqual([]);
  });

  it("leaves no paragraph of the source untold", () => {
    const cited = new Set(cites.map(({ locator }) => locator?.paragraph));
    expect([...cited].toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: PARAGRAPHS }, (_, i) => i + 1),
    );
  });
});

// The source belongs to others and is not part of this repository.
describe.skipIf(!existsSync(SOURCE))("against the source", () => {
  const bytes = existsSync(SOURCE) ? readFileSync(SOURCE) : Buffer.alloc(0);
  const paragraphs = bytes
    .toString("utf8")
    .split(/\r?\n/)
    .filter((one) => one.trim() !== "");

  it("is the source that the record names", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(record.sources[0]?.sha256);
    expect(paragraphs).toHaveLength(PARAGRAPHS);
  });

  it("has every quote in the paragraph that the cite names", () => {
    const wrong = cites.filter(
      ({ quote, locator }) => !paragraphs[(locator?.paragraph ?? 0) - 1]?.includes(quote),
    );
    expect(wrong).toEqual([]);
  });

  it("has every number that our own words use", () => {
    const known = new Set(bytes.toString("utf8").match(/\d+/g));
    const invented = words.flatMap((text) => text.match(/\d+/g) ?? []).filter((one) => !known.has(one));
    expect(invented).toEqual([]);
  });
});

describe("what the source does not say", () => {
  it("stays open: place, convenor, text and number of the resolution, vote, results", () => {
    expect(statusOf(record.sittings[0]?.place)).toBe("notStated");
    expect(statusOf(record.meeting.convenedBy)).toBe("notStated");
    const [resolution, ...others] = record.resolutions;
    expect(others).toEqual([]);
    expect([resolution?.text, resolution?.no, resolution?.vote].map(statusOf)).toEqual([
      "notStated",
      "notStated",
      "notStated",
    ]);
    expect(statusOf(record.evaluations[0]?.results)).toBe("notStated");
    expect(record.votes).toEqual([]);
    expect(record.attendees.filter(({ role }) => role !== undefined)).toEqual([]);
  });

  it("names nobody under an award and claims no number", () => {
    expect(record.awards.map(({ honorees }) => honorees.map(({ status }) => status))).toEqual([
      ["unnamed"],
      ["unnamed"],
    ]);
    expect(record.awards.map(({ expectedCount }) => statusOf(expectedCount))).toEqual([
      "notStated",
      "notStated",
    ]);
    expect(record.people.map(({ id }) => id)).toEqual(["zhang", "tong", "sun"]);
  });

  it("counts no group and places no named person in a sitting or mode", () => {
    const groups = record.attendees.flatMap(({ group }) => group ?? []);
    expect(groups).not.toEqual([]);
    expect(groups.map(({ count }) => statusOf(count))).toEqual(groups.map(() => "notStated"));
    for (const { person, sitting, mode } of record.attendees) {
      if (person !== undefined) expect([stated(sitting), stated(mode)]).toEqual([undefined, undefined]);
    }
  });

  it("knows no hour and no majority", () => {
    expect(record.sittings.map(({ precision }) => precision)).toEqual(["date"]);
    expect(words.join("\n")).not.toMatch(/unanim|majority/i);
  });

  it("moves the meeting to no headquarters and gives nobody praise in the minutes", () => {
    expect(words.join("\n")).not.toMatch(/headquarters/i);
    const minutes = [...wordsIn([record.meeting, record.agenda, record.reports, record.speeches])].join("\n");
    expect(minutes).not.toMatch(/\b(success\w*|systematic\w*|intensive\w*|fully|truly|important)\b/i);
  });

  it("does not say whether the company itself put the report out", () => {
    expect(record.sources[0]).toMatchObject({ publisher: { status: "notStated" } });
    expect(record.sources[0]?.official).toBeUndefined();
  });
});

it("tells of everybody and every organization that the source names", () => {
  const all = words.join("\n");
  const named = [
    "Zhang Qiang",
    "Tong Laiming",
    "Sun Qianfei",
    "Xi Jinping",
    "Lishen Battery",
    "China Chengtong",
  ];
  const offices = ["industry cultivation department", "SASAC", "the State Council", "the Group", "the Party"];
  expect([...named, ...offices].filter((name) => !all.includes(name))).toEqual([]);
});

it("points every issue at something in the record", () => {
  const lost = record.issues.filter(({ about = "" }) => {
    const path = about.split(/[.[\]]+/).filter((step) => step !== "");
    return path.reduce<unknown>((value, step) => Object(value)[step], record) === undefined;
  });
  expect(lost).toEqual([]);
});

it("keeps both spellings of one name until somebody rules on them", () => {
  const tong = record.people.find(({ id }) => id === "tong");
  expect(tong?.name.en).toBe("Tong Laiming");
  expect(tong?.variants.map(({ text, verdict }) => [text, verdict])).toEqual([["Tong Liming", "unresolved"]]);
  expect(record.issues.filter(({ resolution }) => resolution !== undefined)).toEqual([]);
});

it("makes no decision or action of an appeal, and no speaker of nobody", () => {
  expect([record.actions, record.decisions, record.motions]).toEqual([[], [], []]);
  const unattributed = record.speeches.filter((speech) => speech.unattributed);
  expect(unattributed.map(({ item }) => stated(item))).toEqual(["directions"]);
  const stressed = record.reports[0]?.summary.filter(({ basis }) => basis === "inferred");
  expect(stressed?.every(({ note }) => note !== undefined)).toBe(true);
  expect(stressed).toHaveLength(2);
});
