import { describe, expect, it } from "vitest";
import { fillable } from "../../../src/record/view.ts";
import { boardOf, viewOf } from "./support.ts";

const honors = (awards: string) => viewOf(boardOf(`awards:\n${awards}`), { document: "honors" });
const award = (honorees: string, rest = "") =>
  honors(`  - {title: Star, honorees: [${honorees}]${rest}}\n`).awards[0];

describe("the layout of an award", () => {
  it.each([
    ["names", "{person: ann}, {person: ben}"],
    ["citations", "{person: ann, citation: For much.}, {person: ben}"],
    ["citations", "{person: ann, postAsOf: engineer}"],
    ["names", "{project: The bridge}"],
    ["gap", "{status: unnamed}"],
    ["gap", ""],
    ["names", "{person: ann}, {status: embargoed}"],
  ])("%s: %s", (layout, honorees) => {
    expect(award(honorees)?.layout).toBe(layout);
  });
});

describe("what an award counts", () => {
  it.each([
    ["{person: ann}, {person: ben}", 2, undefined],
    ["{person: ann}, {status: pending}", undefined, "pending"],
    ["{status: unnamed}", undefined, "unnamed"],
    ["", undefined, "unnamed"],
    ["{person: ann}, {person: ben, stage: revoked}", 1, undefined],
    ["{person: ann}, {person: ben, stage: declined}", 1, undefined],
  ])("%s", (honorees, count, gap) => {
    expect({ count: award(honorees)?.count, gap: award(honorees)?.gap }).toEqual({ count, gap });
  });

  it("prints the rule of the order only where there is an order", () => {
    expect(award("{person: ann}", ", orderRule: surname")?.order).toBeUndefined();
    expect(award("{person: ann}, {person: ben}", ", orderRule: surname")?.order).toBe("surname");
    expect(award("{person: ann}, {person: ben}")?.order).toBe("asGiven");
  });

  it("says of a name that it is not conferred yet", () => {
    expect(award("{person: ann, stage: nominated}")?.honorees[0]?.stage).toBe("nominated");
    expect(award("{person: ann, stage: conferred}")?.honorees[0]).not.toHaveProperty("stage");
  });

  it("keeps the year apart from the day it was given", () => {
    expect(award("{person: ann}", ", year: 2025, conferredOn: 2026-03-12")).toMatchObject({
      year: "2025",
      conferredOn: "2026-03-12",
    });
  });
});

describe("who confers", () => {
  const two = (a: string, b: string) =>
    honors(`  - {title: A, conferredBy: ${a}, honorees: [{person: ann}]}
  - {title: B, conferredBy: ${b}, honorees: [{person: ben}]}
`);

  it("is told once for all, with each where they differ, and not at all of the body that met", () => {
    const same = two("{text: the jury}", "{text: the jury}");
    expect([same.conferredBy, ...same.awards.map((one) => one.conferredBy)]).toEqual([
      "the jury",
      undefined,
      undefined,
    ]);
    const apart = two("{text: the jury}", "{text: the union}");
    expect([apart.conferredBy, ...apart.awards.map((one) => one.conferredBy)]).toEqual([
      undefined,
      "the jury",
      "the union",
    ]);
    const own = two("{body: board}", "{body: board}");
    expect([own.conferredBy, ...own.awards.map((one) => one.conferredBy)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

it("an honor list with a gap is a draft, whatever the status of the record", () => {
  const list = (honoree: string) =>
    viewOf(boardOf(`status: final\nawards: [{title: Star, honorees: [${honoree}]}]\n`), {
      document: "honors",
    });
  expect(list("{status: pending}")).toMatchObject({ draft: true, incomplete: true });
  expect(list("{person: ann}")).toMatchObject({ draft: false, incomplete: false });
});

it("a record without awards fills no honor list", () => {
  expect(fillable(boardOf(""))).toEqual(["minutes", "brief"]);
  expect(fillable(boardOf("awards: [{title: Star}]\n"))).toEqual(["minutes", "honors", "brief"]);
});
