import { describe, expect, it } from "vitest";
import { planOf, USAGE } from "./options.ts";

describe("the bench's options", () => {
  const told = (...args: string[]) =>
    planOf(args).jobs.map(({ measure, systems, sizes, langs }) =>
      [measure, systems.length > 3 ? `${systems.length} systems` : systems, sizes, langs].join(" "),
    );

  it("measure PDF in all ways, and of Word files what tells most, unless told otherwise", () => {
    expect(told()).toEqual([
      "warm 7 systems S,M,L en,zh",
      "warm minutebook-docx,raw-docx,docxtemplater-docx S,M,L en",
      "warm pandoc-docx S en",
      "cold 7 systems S en,zh",
      "solo 4 systems L en",
      "batch 7 systems S en",
      "copies minutebook S en",
    ]);
    expect(told("--measures", "send")).toEqual(["send minutebook S en"]);
  });

  it("take names in any order and keep theirs, for all measures", () => {
    expect(told("--systems", "typst,raw-docx,minutebook", "--sizes=XL,S", "--langs", "zh")).toEqual([
      "warm minutebook,typst S,XL zh",
      "warm raw-docx S,XL zh",
      "cold minutebook,typst S,XL zh",
      "cold raw-docx S,XL zh",
      "solo minutebook,typst S,XL zh",
      "solo raw-docx S,XL zh",
      "batch minutebook,typst S,XL zh",
      "batch raw-docx S,XL zh",
      "copies minutebook S,XL zh",
      "send minutebook S,XL zh",
    ]);
  });

  it("choose measures, rounds, words and a chart", () => {
    expect(planOf(["--measures", "copies", "--rounds", "4", "--prose", "--chart", "c.svg"])).toEqual({
      jobs: [
        { measure: "copies", systems: ["minutebook"], sizes: ["S"], langs: ["en"], rounds: 4, prose: true },
      ],
      chart: "c.svg",
    });
    expect(told("--systems", "typst", "--measures", "copies")).toEqual([]);
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
