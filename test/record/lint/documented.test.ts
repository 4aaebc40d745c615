import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FACT_NAMES } from "../../../src/record/lint/required.ts";

const ROOT = new URL("../../../", import.meta.url);
const CODE = /(?:record|profile)\/[a-z0-9-]+/g;

const filesIn = (folder: string, end: string): readonly string[] =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .map((name) => readFileSync(new URL(`${folder}${name}`, ROOT), "utf8"));

/** The codes in a text, between marks of the given kind, sorted and without repetition. */
const codesIn = (text: string, mark: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(new RegExp(`${mark}(${CODE.source})${mark}`, "g"))].map(([, code]) => code ?? ""),
  ),
];

const inCode = [
  ...codesIn([...filesIn("src/record/", ".ts"), ...filesIn("src/yaml/", ".ts")].join("\n"), '"'),
  ...FACT_NAMES.map((fact) => `profile/missing-${fact}`),
].toSorted();

const table = readFileSync(new URL("docs/diagnostics.md", ROOT), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it("every code about records and profiles is in the list, and no other", () => {
  const listed = table
    .map(([, code]) => code?.replaceAll("`", "") ?? "")
    .filter((code) => /^(record|profile)\//.test(code));
  const ours = listed.filter((code) => /^(record|profile)\//.test(code));
  expect(ours.toSorted()).toEqual(inCode);
});

it("each is explained in a sentence", () => {
  expect(table.filter((cells) => !cells.at(-2)?.endsWith("."))).toEqual([]);
});

it("every rule of the linter is shown by a case", () => {
  const tests = filesIn("test/record/lint/", ".ts").join("\n");
  const rules = codesIn(filesIn("src/record/lint/", ".ts").join("\n"), '"');
  const shown = new Set(tests.match(CODE));
  expect(rules.filter((code) => !shown.has(code))).toEqual([]);
});

it("every other code that stands in the program is in the list", () => {
  const listed = new Set(table.map(([, code]) => code?.replaceAll("`", "") ?? ""));
  const written =
    filesIn("src/", ".ts")
      .join("\n")
      .match(/"(template|markup|document|layout|library|theme|file|sign|encrypt)\/[a-z-]*[a-z]"/g) ?? [];
  expect([...new Set(written)].map((code) => code.slice(1, -1)).filter((code) => !listed.has(code))).toEqual(
    [],
  );
});
