import { expect, it } from "vitest";
import { type Production, productionText, readProduction } from "../src/production.ts";

const PRODUCTION: Production = {
  program: "0.1.0",
  document: "minutes",
  language: "zh",
  theme: "corporate-zh",
  profile: "workers-congress",
  files: { templates: "1a", theme: "2b", wording: "3c", profile: "4d", fonts: "5e" },
};

it.each([
  ["without a watermark", PRODUCTION],
  ["with a watermark", { ...PRODUCTION, watermark: "草稿 “2”" }],
  ["with the look of a Word file", { ...PRODUCTION, reference: "6f7a8b9c" }],
  ["for an audience, in a copy", { ...PRODUCTION, audience: "public" as const, copy: true as const }],
])("how a paper was made reads back %s", (_, production) => {
  const text = productionText(production);
  expect(readProduction(text)).toEqual(production);
  expect(text).not.toContain("\n");
});
it.each([{ audience: "member" }, { reference: "0123abcd" }] as const)(
  "is short enough for Word's properties with %o",
  (more) => {
    const digest = "0123abcd";
    const files = { templates: digest, theme: digest, wording: digest, profile: digest, fonts: digest };
    expect(productionText({ ...PRODUCTION, files, ...more }).length).toBeLessThan(255);
  },
);
it.each([
  ["no JSON", "minutes"],
  ["no group", "null"],
  ["a field is missing", '{"program":"0.1.0"}'],
  ["a digest is missing", productionText(PRODUCTION).replace('"theme":"2b",', "")],
  ["a value is no text", productionText(PRODUCTION).replace('"minutes"', "1")],
  ["there is no such audience", productionText(PRODUCTION).replace('"files"', '"audience":"all","files"')],
  ["a copy is none", productionText(PRODUCTION).replace('"files"', '"copy":false,"files"')],
  ["the watermark is no text", productionText(PRODUCTION).replace('"files"', '"watermark":7,"files"')],
])("nothing is read where %s", (_, text) => {
  expect(readProduction(text)).toBeUndefined();
});
