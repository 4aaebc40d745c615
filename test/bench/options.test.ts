import { describe, expect, it } from "vitest";
import { planOf, USAGE } from "./options.ts";
import { SYSTEM_NAMES } from "./systems.ts";

describe("the bench's options", () => {
  it("measure every system that makes PDF at three sizes in both languages unless told otherwise", () => {
    expect(planOf([])).toEqual({
      systems: SYSTEM_NAMES.filter((name) => !name.endsWith("-docx")),
      sizes: ["S", "M", "L"],
      langs: ["en", "zh"],
      measures: ["warm", "cold", "solo", "batch", "copies"],
      rounds: undefined,
      prose: false,
      chart: undefined,
    });
  });

  it("take names in any order and keep theirs", () => {
    const plan = planOf(["--systems", "typst,minutebook", "--sizes=XL,S", "--rounds", "4", "--prose"]);
    expect(plan).toMatchObject({
      systems: ["minutebook", "typst"],
      sizes: ["S", "XL"],
      rounds: 4,
      prose: true,
    });
  });

  it.each([
    [["--systems", "word"], /no system "word": there are minutebook, /],
    [["--sizes", "S,XXL"], /no size "XXL"/],
    [["--langs", "de"], /no language "de"/],
    [["--measures", "hot"], /no measure "hot"/],
    [["--rounds", "0"], /no number of rounds/],
    [["--faster"], /--faster/],
    [["S"], /S/],
  ])("refuse %j", (args, reason) => {
    expect(() => planOf(args)).toThrow(reason);
  });

  it("are all told", () => {
    for (const option of ["systems", "sizes", "langs", "measures", "rounds", "prose", "chart"])
      expect(USAGE).toContain(`--${option}`);
  });
});
