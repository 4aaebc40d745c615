import { expect, it } from "vitest";
import { FAULTS, soundPdf } from "../../support/pdf-faults.ts";
import { lintPdf } from "../../support/pdf-lint.ts";
import { tampered } from "../../support/tamper.ts";

it("a PDF of everything is sound, also when its objects are written again", () => {
  expect(lintPdf(soundPdf())).toEqual([]);
  expect(lintPdf(tampered(soundPdf(), () => {}))).toEqual([]);
});

const ours = FAULTS.filter(({ rule }) => rule !== undefined);
it.each(ours.map((fault) => [fault.name, fault] as const))("is noticed: %s", (_, { make, rule }) => {
  const rules = new Set(lintPdf(make()).map((finding) => finding.split(":")[0]));
  expect([...rules]).toContain(rule);
});
