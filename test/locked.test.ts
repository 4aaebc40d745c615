import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openResources } from "../src/files.ts";
import type { Options } from "../src/pipeline/options.ts";
import { generate } from "../src/pipeline.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;
const text = readFileSync(new URL("../data/northwind-board-2026-03.yaml", import.meta.url), "utf8");

const briefs = (options: Options) =>
  generate({ text, file: "m.yaml" }, { documents: ["brief"], ...options }, resources);
const told = (made: Awaited<ReturnType<typeof briefs>>): string[] =>
  made.diagnostics.map(({ code }) => code).filter((code) => code.startsWith("encrypt/"));

it("whoever locks papers gets PDFs alone, each locked anew", async () => {
  const [one, other] = [
    await briefs({ encrypt: { password: "a" } }),
    await briefs({ encrypt: { password: "a" } }),
  ];
  if (!one.ok || !other.ok) throw new Error("nothing was made");
  expect(one.value.map(({ format }) => format)).toEqual(["pdf"]);
  expect(Buffer.from(one.value[0]?.bytes ?? []).includes("/Standard")).toBe(true);
  expect(one.value[0]?.sha256).not.toBe(other.value[0]?.sha256);
  expect(told(one)).toEqual([]);
});
it("what cannot be locked is made when it is asked for, with a warning", async () => {
  const made = await briefs({ encrypt: { password: "a" }, formats: ["pdf", "docx", "txt"] });
  expect(made.ok && made.value.map(({ format }) => format)).toEqual(["pdf", "docx", "txt"]);
  expect(told(made)).toEqual(["encrypt/left-open", "encrypt/left-open"]);
});
it("a password that locks nothing out is refused before anything is made", async () => {
  const made = await briefs({ encrypt: { password: "", ownerPassword: "x" } });
  expect(made.ok).toBe(false);
  expect(told(made)).toEqual(["encrypt/empty-password"]);
});
