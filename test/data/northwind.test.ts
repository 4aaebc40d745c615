import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stated, statusOf } from "../../src/record/fact.ts";
import { headcount } from "../../src/record/presence.ts";
import { readProfile, requiredFacts } from "../../src/record/profile.ts";
import type { MeetingRecord } from "../../src/record/schema/record.ts";
import { validate } from "../../src/record/validate.ts";
import { outcomeOf } from "../../src/record/votes.ts";
import { load } from "../../src/yaml/load.ts";
import { textIn } from "../support/text-in.ts";

const FILE = "data/northwind-board-2026-03.yaml";
const TEXT = readFileSync(new URL(`../../${FILE}`, import.meta.url), "utf8");

function read(): MeetingRecord {
  const loaded = load(TEXT, FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  expect([...loaded.diagnostics, ...record.diagnostics]).toEqual([]);
  return record.value;
}

const record = read();
const items = record.agenda.map(({ id }) => id);
const directors = record.attendees.filter(({ role }) => role === "chair" || role === "member");

/** The directors in the room while an item was taken, from the attendance list and the comings and goings. */
function directorsAt(item: string): Set<string | undefined> {
  const here = new Set(
    directors.filter(({ presence }) => presence === "present").map(({ person }) => person),
  );
  const now = items.indexOf(item);
  for (const { person, type, at } of record.presenceEvents) {
    const before = items.indexOf(at.beforeItem ?? "");
    const after = items.indexOf(at.afterItem ?? "");
    const happened = at.beforeItem === undefined ? after < now : before <= now;
    if (!happened || !directors.some((director) => director.person === person)) continue;
    if (type === "leave") here.delete(person);
    else here.add(person);
  }
  return here;
}

it("holds every fact that its profile asks for", () => {
  const file = `templates/profiles/${record.profile}.yaml`;
  const profile = readProfile(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
  if (!profile.ok) throw new Error(JSON.stringify(profile.diagnostics));
  const gaps = ["minutes", "honors", "brief"].flatMap((name) => requiredFacts(record, profile.value, name));
  expect(gaps).toEqual([]);
});

describe("attendance and quorum", () => {
  it("has nine directors, seven at the opening, eight from item 3 and seven for item 4", () => {
    expect(directors).toHaveLength(9);
    expect(stated(record.bodies[0]?.memberCount)).toBe(9);
    expect(items.map((item) => directorsAt(item).size)).toEqual([7, 7, 8, 7, 8, 8, 8, 8]);
    for (const item of items) {
      const size = directorsAt(item).size;
      expect(headcount(record, { item }, "board"), item).toEqual({ least: size, most: size });
    }
    expect(record.quorum.map(({ present }) => stated(present))).toEqual([7, 7]);
    expect(record.bodies[0]?.quorumRule?.number).toBe(5);
  });

  it("keeps the director with an interest out of the room, and says that his return has no time", () => {
    const [interest] = record.interests;
    expect(interest).toMatchObject({ person: "haddad", item: "portbury", effect: "recused" });
    expect(directorsAt("portbury")).not.toContain("haddad");
    const back = record.presenceEvents.find(({ type }) => type === "return");
    expect(back?.at.time).toBeUndefined();
    expect(back?.note).toContain("not recorded");
  });
});

describe("votes", () => {
  it.each(record.votes.map((vote) => [vote.id, vote] as const))("%s adds up", (_, vote) => {
    const number = (name: keyof typeof vote.counts): number => stated(vote.counts[name]) ?? 0;
    const cast = number("for") + number("against") + number("abstain");
    expect(cast).toBe(directorsAt(vote.item ?? "").size);
    expect(cast + number("recused") + number("absent")).toBe(9);
    const motion = record.motions.find(({ id }) => id === vote.on?.motion);
    const carried = number("for") * 2 > number("for") + number("against");
    expect(stated(vote.statedResult)).toBe(carried ? "carried" : "lost");
    expect(outcomeOf(record, vote).carried).toBe(carried);
    expect(motion?.disposition).toBe(carried ? "adopted" : "lost");
  });

  it("names every vote on the lease, and the reason of the director who dissented", () => {
    const vote = record.votes.find(({ id }) => id === "vote-lease");
    const named = (word: string) =>
      vote?.named.filter((one) => one.vote === word).map(({ person }) => person);
    expect(named("for")).toHaveLength(5);
    expect(named("against")).toEqual(["lindqvist"]);
    expect(named("abstain")).toEqual(["de-vries"]);
    expect(named("recused")).toEqual(["haddad"]);
    expect(named("absent")).toEqual(["lim"]);
    expect(vote?.dissents[0]?.reason).toBeDefined();
  });

  it("states that one seconder is not recorded", () => {
    expect(record.motions.map(({ seconder }) => statusOf(seconder))).toContain("notStated");
  });
});

describe("business", () => {
  it("numbers resolutions and actions without a gap", () => {
    expect(record.resolutions.map(({ no }) => stated(no))).toEqual(["2026-07", "2026-08"]);
    expect(record.actions.map(({ no }) => no)).toEqual(["A-14", "A-15", "A-16", "A-17"]);
  });

  it("words each resolution as the motion was put", () => {
    for (const { motion, text } of record.resolutions) {
      expect(stated(text)).toBe(stated(record.motions.find(({ id }) => id === motion)?.text));
    }
  });

  it("gives every action an owner, and a date after the meeting and before the next", () => {
    for (const action of record.actions) {
      const date = stated(action.due)?.date ?? "";
      expect(stated(action.owner)?.length).toBeGreaterThan(0);
      expect(date > "2026-03-12" && date < "2026-05-14", action.no).toBe(true);
    }
  });

  it("shows only figures in the brief that the minutes hold", () => {
    const minutes = JSON.stringify([record.agenda, record.reports, record.resolutions]);
    for (const { value } of record.brief?.figures ?? []) {
      const shown = textIn(value, "en", "en") ?? "";
      expect(minutes).toContain(shown.replace(/m$/, " million").replace(/%$/, " per cent"));
    }
    expect(record.brief?.figures).toHaveLength(4);
  });
});

describe("honors", () => {
  it("has as many honorees as expected, each once", () => {
    expect(record.awards.map(({ honorees }) => honorees.length)).toEqual([12, 3, 1]);
    for (const award of record.awards) expect(award.honorees).toHaveLength(stated(award.expectedCount) ?? -1);
    const names = record.people.map(({ name }) => name.en);
    expect(new Set(names).size).toBe(names.length);
  });

  it("lists individuals by surname, and leaves the medal open", () => {
    const keys = record.awards[0]?.honorees.map(
      ({ person }) => record.people.find(({ id }) => id === person)?.sortKey ?? "",
    );
    expect(keys).toEqual(keys?.toSorted());
    expect(record.awards[2]?.honorees[0]?.status).toBe("pending");
  });
});

it("sends each paper to addresses that cannot exist", () => {
  const addresses = TEXT.match(/[^\s{},]+@[^\s{},]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(12);
  for (const address of addresses) expect(address).toMatch(/@example\.com$/);
});
