import { describe, expect, it } from "vitest";
import { type Side, unfit } from "../../src/redline/fit.ts";

const side = (file: string, more: Partial<Side> = {}): Side => ({
  file,
  id: "board",
  revision: 0,
  withheld: [],
  ...more,
});
const told = (before: Partial<Side>, after: Partial<Side>): readonly string[] =>
  unfit(side("a.yaml", before), side("b.yaml", after)).map(
    ({ severity, code, message, hint }) => `${severity} ${code}: ${message} (${hint})`,
  );

describe("two records", () => {
  it("are two revisions of one, the older one first", () => {
    expect(told({ revision: 2 }, { revision: 3 })).toEqual([]);
    expect(told({}, { revision: 1 })).toEqual([]);
  });
  it("are refused when they are about two meetings", () => {
    expect(told({ id: "spring" }, { id: "autumn" })).toEqual([
      "error redline/other-record: a.yaml is the record spring and b.yaml is autumn: these are two meetings, not two revisions of one (if they are about one meeting, give both the same id)",
    ]);
  });
  it("are refused when they are swapped, with what to write instead", () => {
    expect(told({ revision: 3 }, { revision: 2 })).toEqual([
      "error redline/swapped: a.yaml is revision 3, but b.yaml is revision 2: the older record comes first (minutebook redline b.yaml a.yaml)",
    ]);
    expect(told({ revision: 1 }, {})[0]).toContain("but b.yaml has no revisions");
  });
  it("are compared with a warning when the newer one does not say that it is a revision", () => {
    expect(told({ revision: 2 }, { revision: 2 })).toEqual([
      "warning redline/no-revision: b.yaml does not say that it is a new revision, so the changes bear the name of whoever compiled it (add an entry to its revisions: no: 3, with at, by and change)",
    ]);
  });
  it("are compared with a warning when the older one says what the newer one withholds", () => {
    const withheld = ["decisions[0].text"];
    expect(told({}, { revision: 1, withheld })).toEqual([
      "warning redline/shows-withheld: b.yaml withholds decisions[0].text, but the redline shows what a.yaml says there (give it only to those who may read that)",
    ]);
    expect(told({ withheld }, { revision: 1, withheld })).toEqual([]);
  });
});
