import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stated } from "../../src/record/fact.ts";
import { headcount } from "../../src/record/presence.ts";
import { readProfile, requiredFacts } from "../../src/record/profile.ts";
import type { MeetingRecord } from "../../src/record/schema/record.ts";
import { validate } from "../../src/record/validate.ts";
import { outcomeOf } from "../../src/record/votes.ts";
import { load } from "../../src/yaml/load.ts";
import { textIn } from "../support/text-in.ts";

const FILE = "data/yunhe-congress-2026.yaml";
const TEXT = readFileSync(new URL(`../../${FILE}`, import.meta.url), "utf8");
const DELEGATES = 186;
const PRESENT = 172;

function read(): MeetingRecord {
  const loaded = load(TEXT, FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  expect([...loaded.diagnostics, ...record.diagnostics]).toEqual([]);
  return record.value;
}

const record = read();
const nameOf = (id: string | undefined): string =>
  stated(record.people.find((person) => person.id === id)?.name.zh) ?? "";
const awardOf = (id: string) => record.awards.find((award) => award.id === id);

/**
 * How the first character of each name is written, for order by strokes: 1 横, 2 竖, 3 撇, 4 点 or 捺, 5 折.
 * The length is the number of strokes.
 */
const STROKES: Readonly<Record<string, string>> = {
  丁: "12",
  于: "112",
  万: "153",
  马: "551",
  王: "1121",
  尤: "1354",
  方: "4153",
  尹: "5113",
  巴: "5215",
  石: "13251",
  龙: "13534",
  叶: "25112",
  白: "32511",
  冯: "41551",
  司: "51251",
  朱: "311234",
  任: "323121",
  刘: "413422",
  江: "441121",
  许: "453112",
  孙: "521234",
  苏: "1225344",
  杜: "1234121",
  李: "1234521",
  杨: "1234533",
  吴: "2511134",
  何: "3212512",
  余: "3411234",
  沈: "4414535",
  宋: "4451234",
  张: "5153154",
  陆: "5211252",
  阿: "5212512",
  陈: "5215234",
  范: "12244155",
  林: "12341234",
  欧: "13453534",
  罗: "25221354",
  金: "34112431",
  郑: "43113452",
  赵: "121213434",
  胡: "122513511",
  钟: "311152512",
  姚: "531341534",
  贺: "532512534",
  夏: "1325111354",
  顾: "1355132534",
  徐: "3323411234",
  高: "4125125251",
  诸: "4512132511",
  黄: "12212512134",
  梁: "44153441234",
  彭: "121251431333",
  韩: "122511121152",
  慕: "12225111342444",
};
/** The second characters of names that share their first one, as numbers of strokes. */
const SECOND: Readonly<Record<string, number>> = { 立: 5, 芳: 7, 国: 8, 蕊: 15, 扬: 6, 建: 8 };

/** Sorts as the office does: fewer strokes first, then 横竖撇点折 stroke by stroke, then the next character. */
function strokeKey(name: string): string {
  const strokes = STROKES[name.charAt(0)];
  if (strokes === undefined) throw new Error(`no strokes for ${name}`);
  const second = String(SECOND[name.charAt(1)] ?? 0);
  return [String(strokes.length).padStart(2, "0"), strokes, second.padStart(2, "0")].join(" ");
}

it("holds every fact that its profile asks for", () => {
  const file = `templates/profiles/${record.profile}.yaml`;
  const profile = readProfile(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
  if (!profile.ok) throw new Error(JSON.stringify(profile.diagnostics));
  const gaps = ["minutes", "honors", "brief"].flatMap((name) => requiredFacts(record, profile.value, name));
  expect(gaps).toEqual([]);
});

describe("attendance", () => {
  it("counts 172 of 186 delegates, 118 on site and 54 by video, and two thirds of all are there", () => {
    const groups = record.attendees.filter(({ role, group }) => role === "delegate" && group !== undefined);
    const counts = groups.map(({ group }) => stated(group?.count) ?? Number.NaN);
    expect(counts).toEqual([118, 54, 14]);
    expect(118 + 54).toBe(PRESENT);
    expect(118 + 54 + 14).toBe(DELEGATES);
    const [congress] = record.bodies;
    expect(stated(congress?.memberCount)).toBe(DELEGATES);
    expect(stated(record.quorum[0]?.present)).toBe(PRESENT);
    expect(congress?.quorumRule?.fraction).toEqual({ num: 2, den: 3 });
    expect(PRESENT * 3).toBeGreaterThanOrEqual(DELEGATES * 2);
  });

  it("counts nobody twice", () => {
    expect(headcount(record, {}, "congress")).toEqual({ least: PRESENT, most: PRESENT });
    const counted = record.attendees.filter(({ counted }) => stated(counted) === true);
    expect(counted.map(({ group }) => stated(group?.count))).toEqual([118, 54]);
  });
});

describe("votes", () => {
  it.each(record.votes.map((vote) => [vote.id, vote] as const))("%s adds up to all delegates", (_, vote) => {
    const number = (name: keyof typeof vote.counts): number => stated(vote.counts[name]) ?? 0;
    const cast = number("for") + number("against") + number("abstain") + number("invalid") + number("blank");
    expect(cast).toBe(PRESENT);
    expect(cast + number("absent")).toBe(DELEGATES);
    expect(vote).toMatchObject({ base: "delegates", threshold: { num: 1, den: 2, strict: true } });
    expect(number("for") * 2).toBeGreaterThan(DELEGATES);
    expect(stated(vote.statedResult)).toBe("carried");
    expect(outcomeOf(record, vote)).toMatchObject({ carried: true, base: DELEGATES, needed: 94 });
  });

  it("leads from resolutions 1 to 3 to their votes and back", () => {
    expect(record.resolutions.map(({ no }) => stated(no))).toEqual(["1", "2", "3"]);
    for (const resolution of record.resolutions) {
      const vote = record.votes.find(({ id }) => id === stated(resolution.vote));
      expect(vote?.on?.resolution).toBe(resolution.id);
      expect(resolution.disposition).toBe("adopted");
    }
    expect(record.votes.map(({ method }) => method)).toEqual(["hands", "hands", "secretBallot"]);
  });
});

describe("appraisal", () => {
  const [evaluation] = record.evaluations;
  const ballots = stated(evaluation?.ballots);
  const results = stated(evaluation?.results) ?? [];

  it("issues a ballot to each delegate present, and gets no more back", () => {
    expect(ballots).toEqual({ issued: PRESENT, returned: 171, valid: 170 });
  });

  it("has as many opinions in each row as there are valid ballots, on the stated scale", () => {
    expect(results).toHaveLength(4);
    for (const { counts } of results) {
      expect(counts.map(({ label }) => label)).toEqual(evaluation?.scale);
      expect(counts.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(ballots?.valid);
    }
  });

  it("states the share of the two best steps as it is computed", () => {
    const [best, next] = results[0]?.counts ?? [];
    const share = (100 * ((best?.count ?? 0) + (next?.count ?? 0))) / (ballots?.valid ?? 0);
    expect(JSON.stringify(record.agenda)).toContain(`${share.toFixed(1)}%`);
  });
});

describe("honors", () => {
  it("has 40 individuals, 8 collectives and 18 competitors, each once", () => {
    expect(record.awards.map(({ honorees }) => honorees.length)).toEqual([40, 8, 18]);
    for (const award of record.awards) expect(award.honorees).toHaveLength(stated(award.expectedCount) ?? -1);
    const honored = record.awards.flatMap(({ honorees }) =>
      honorees.map(({ person, unit }) => person ?? unit),
    );
    expect(new Set(honored).size).toBe(66);
    const names = record.people.map(({ id }) => nameOf(id));
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives all of the first two awards a citation of their own", () => {
    const citations = ["star", "collectives"].flatMap((id) =>
      (awardOf(id)?.honorees ?? []).map(({ citation }) => textIn(citation, "zh", "zh") ?? ""),
    );
    expect(citations).toHaveLength(48);
    expect(new Set(citations).size).toBe(48);
    for (const citation of citations) expect(citation).toMatch(/^.{14,44}。$/u);
    expect(awardOf("star")?.honorees.every(({ unit }) => unit !== undefined)).toBe(true);
  });

  it("keeps the third to names", () => {
    expect(awardOf("players")?.honorees.every(({ citation, unit }) => !citation && !unit)).toBe(true);
  });

  it.each(["star", "players"])("lists %s by the strokes of the surname", (id) => {
    expect(awardOf(id)?.orderRule).toBe("stroke");
    const names = awardOf(id)?.honorees.map(({ person }) => nameOf(person)) ?? [];
    expect(names).toEqual(
      names.toSorted((a, b) => (strokeKey(a) < strokeKey(b) ? -1 : strokeKey(a) > strokeKey(b) ? 1 : 0)),
    );
  });
});

describe("the brief", () => {
  it("shows only figures that the minutes hold", () => {
    const minutes = JSON.stringify(record.agenda);
    expect(record.brief?.figures).toHaveLength(4);
    for (const { value } of record.brief?.figures ?? []) {
      expect(minutes).toContain(textIn(value, "zh", "zh"));
    }
  });
});

describe("Chinese text", () => {
  it("has no half-width punctuation and no typed spaces beside Chinese characters", () => {
    const texts: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === "string") texts.push(value);
      else if (typeof value === "object" && value !== null)
        for (const inner of Object.values(value)) collect(inner);
    };
    collect(record);
    const chinese = texts.filter((text) => /\p{Script=Han}/u.test(text));
    expect(chinese.filter((text) => /[,;:!?()"']|\p{Script=Han}\.|\s/u.test(text))).toEqual([]);
  });

  it("opens and closes every quotation mark and bracket", () => {
    for (const pair of ["“”", "《》", "（）"]) {
      const [open = "", close = ""] = pair;
      expect(TEXT.split(open).length, pair).toBe(TEXT.split(close).length);
    }
  });
});

it("sends each paper to addresses that cannot exist", () => {
  const addresses = TEXT.match(/[^\s{},]+@[^\s{},]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(9);
  for (const address of addresses) expect(address).toMatch(/@example\.com$/);
});
