import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { run } from "../src/cli/run.ts";
import type { Diagnostic } from "../src/diagnostic.ts";
import { openResources } from "../src/files.ts";
import { check, generate } from "../src/pipeline.ts";

const example = fileURLToPath(new URL("../data/northwind-board-2026-03.yaml", import.meta.url));
const told = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, place }) => `${place?.line}:${place?.column} ${code}`);

function resourcesOf(templates?: string) {
  const opened = openResources(templates === undefined ? {} : { templates });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  return opened.value;
}

describe("a record with ten mistakes", () => {
  const text = `schemaVersion: 1
id: ten-mistakes
languages: [en]
profil: general
meeting: { title: Meeting, kind: reglar }
sittings:
  - { start: 2026-02-30 }
people:
  - { id: ash, name: Ann Ash }
  - { id: ash, name: Bo Birch }
attendees:
  - { person: ask, role: chair, class: present }
motions:
  - { id: m-1, mover: ash }
votes:
  - { on: { motion: m-2 }, counts: { for: -1 } }
actions:
  - { text: 12, owner: ash }
resolutions:
  - { id: Bad Id, title: A resolution }
`;
  it("is told all ten at once, each at its place", () => {
    const checked = check({ text, file: "ten.yaml" }, {}, resourcesOf());
    expect(told(checked.diagnostics)).toEqual([
      "4:1 record/unknown-field",
      "5:34 record/unknown-value",
      "7:14 record/bad-date",
      "10:11 record/duplicate-id",
      "12:15 record/unknown-id",
      "14:7 record/missing-field",
      "16:21 record/unknown-id",
      "16:43 record/out-of-range",
      "18:13 record/wrong-type",
      "20:11 record/bad-format",
    ]);
    for (const { excerpt, message } of checked.diagnostics) {
      expect(excerpt).toBeTruthy();
      expect(message).not.toMatch(/undefined|\[object|Invalid input/);
    }
  });
});

describe("a template with three mistakes", () => {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-mistakes-"));
  mkdirSync(join(folder, "templates/documents"), { recursive: true });
  const template = join(folder, "templates/documents/minutes.hbs");
  writeFileSync(
    template,
    [
      '<document type="minutes" lang="{{lang}}" date="{{date}}" title="Minutes">',
      "<h1>{{meeting.titel}}</h1>",
      "<p>{{shout meeting.title}}</p>",
      "<marquee>Hello</marquee>",
      "</document>",
    ].join("\n"),
  );

  it("is told all three with file, line and column", async () => {
    const source = { text: readFileSync(example, "utf8"), file: example };
    const made = await generate(source, { documents: ["minutes"] }, resourcesOf(join(folder, "templates")));
    expect(made.ok).toBe(false);
    expect(
      made.diagnostics.filter(({ severity }) => severity === "error").map(({ place }) => place?.file),
    ).toEqual([template, template, template]);
    expect(told(made.diagnostics)).toEqual([
      "2:15 template/unknown-field",
      "3:6 template/unknown-helper",
      "4:1 markup/unknown-element",
    ]);
  });

  it("writes nothing, leaves earlier papers as they were and ends with 1", async () => {
    const out = join(folder, "out");
    mkdirSync(join(out, "northwind-board-2026-03"), { recursive: true });
    const earlier = join(out, "northwind-board-2026-03/northwind-board-2026-03-minutes.pdf");
    writeFileSync(earlier, "earlier");
    let said = "";
    const code = await run(
      ["generate", example, "--documents", "minutes", "--templates", join(folder, "templates"), "--out", out],
      {
        out: () => {},
        err: (text) => {
          said += text;
        },
        terminal: { out: false, err: false },
        ask: async () => undefined,
        env: {},
        version: async () => "",
        now: () => 0,
        pipeline: () => import("../src/pipeline.ts"),
        signal: new AbortController().signal,
      },
    );
    expect(code).toBe(1);
    expect(said).toContain("minutes.hbs:2:15: error:");
    expect(readFileSync(earlier, "utf8")).toBe("earlier");
    expect(readdirSync(join(out, "northwind-board-2026-03"))).toHaveLength(1);
    expect(existsSync(join(out, "northwind-board-2026-03/northwind-board-2026-03-minutes.docx"))).toBe(false);
  });
});
