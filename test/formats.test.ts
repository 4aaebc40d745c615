import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../src/artefact.ts";
import type { Block, Document } from "../src/document/model.ts";
import { documentText } from "../src/document/text.ts";
import { openResources } from "../src/files.ts";
import type { Resources } from "../src/library.ts";
import { dump, generate } from "../src/pipeline.ts";
import { docxText } from "./support/read-docx.ts";
import { type ReadPdf, readPdf } from "./support/read-pdf.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const sources = fileURLToPath(new URL("../../shared/sources/", import.meta.url));
const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources: Resources = opened.value;

const examples = readdirSync(`${root}data`).filter((file) => file.endsWith(".yaml"));
const sourceOf = (file: string) => ({
  text: readFileSync(`${root}data/${file}`, "utf8"),
  file: `${root}data/${file}`,
});

/** Letters, digits and marks alone: capitals are a matter of looks, and so are hyphens at line ends. */
const letters = (text: string): string => text.replace(/[\s\p{Pd}\u00ad]/gu, "").toLowerCase();

const fromHtml = (html: string): string =>
  html
    .replace(/^[\s\S]*?<main[^>]*>/, "")
    .replace(/<\/main>[\s\S]*$/, "")
    .replace(/<span class="mb-number[^>]*>[^<]*<\/span>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/**
 * Word counts list items and headings by itself, so their numbers are no text of its file. They are left out
 * everywhere; that they agree is for the tests of numbering.
 */
function withoutNumbers(pdf: ReadPdf): string {
  return pdf.texts
    .filter(({ type }) => type !== "Lbl")
    .map(({ type, text }) =>
      /^H[23]$/.test(type) ? text.replace(/^\s*(\d+(\.\d+)?(?=\D)|[一二三四五六七八九十]+、)/u, "") : text,
    )
    .join(" ");
}

const unnumbered = (document: Document): Document => ({
  ...document,
  blocks: document.blocks.map((block): Block => {
    if (block.kind !== "heading") return block;
    const { number: _number, ...rest } = block;
    return rest;
  }),
});

/** The first place where two texts part, so that a failure can be read. */
function firstDifference(found: string, wanted: string): string {
  if (found === wanted) return "none";
  let at = 0;
  while (found[at] === wanted[at]) at++;
  return `…${wanted.slice(Math.max(0, at - 30), at)}⟨${found.slice(at, at + 30)}⟩ instead of ⟨${wanted.slice(at, at + 30)}⟩`;
}

describe.each(examples)("%s", (file) => {
  it("says the same in PDF, Word and HTML, word for word and in order", async () => {
    const made = await generate(sourceOf(file), { formats: FORMATS }, resources);
    if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("\n"));
    const documents = [...new Set(made.value.map(({ document }) => document))];
    expect(documents).toEqual(["minutes", "honors", "brief"]);
    for (const name of documents) {
      const bytes = (format: string): Uint8Array =>
        made.value.find((one) => one.document === name && one.format === format)?.bytes ?? new Uint8Array();
      const dumped = await dump(sourceOf(file), "document", { documents: [name] }, resources);
      if (!dumped.ok) throw new Error("dump failed");
      const wanted = letters(documentText(unnumbered(JSON.parse(dumped.value) as Document)));
      const same = (format: string, text: string): void =>
        expect(firstDifference(letters(text), wanted), `${name} as ${format}`).toBe("none");
      expect(wanted.length).toBeGreaterThan(200);
      same("PDF", withoutNumbers(readPdf(bytes("pdf"))));
      same("Word", docxText(bytes("docx")));
      same("HTML", fromHtml(new TextDecoder().decode(bytes("html"))));
    }
  });
});

describe("the same input", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { openResources } from "./src/files.ts";
    import { generate } from "./src/pipeline.ts";
    const resources = openResources();
    for (const file of process.argv.slice(1)) {
      const made = await generate({ text: readFileSync(file, "utf8"), file }, { formats: ["pdf", "docx", "html", "txt"] }, resources.value);
      for (const one of made.value) console.log(one.name, one.sha256);
    }`;
  const run = (env: Record<string, string>): string =>
    execFileSync(
      process.execPath,
      ["--input-type=module", "--eval", script, ...examples.map((file) => `data/${file}`)],
      {
        cwd: root,
        env: { ...process.env, ...env },
        encoding: "utf8",
      },
    );

  it("gives the same bytes in another process, time zone and locale, and for another count of threads", () => {
    const first = run({ TZ: "UTC", LANG: "C.UTF-8", LC_ALL: "C.UTF-8", UV_THREADPOOL_SIZE: "1" });
    const second = run({
      TZ: "Pacific/Kiritimati",
      LANG: "de_DE.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      UV_THREADPOOL_SIZE: "8",
    });
    expect(first.trim().split("\n")).toHaveLength(examples.length * 3 * 4);
    expect(second).toBe(first);
  });
});

describe("the published report", () => {
  it("is quoted character for character", async () => {
    const withSources = openResources({ sources });
    if (!withSources.ok) throw new Error(withSources.diagnostics[0]?.message);
    const { check } = await import("../src/pipeline.ts");
    const checked = check(sourceOf("lishen-2024-annual-meeting.yaml"), {}, withSources.value);
    expect(checked.ok).toBe(true);
    expect(
      checked.diagnostics.filter(({ code }) => code.includes("quote") || code.includes("source")),
    ).toEqual([]);
  });
});
