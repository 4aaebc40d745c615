import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { paperOf, recordText, resources, textOf } from "./support.ts";

const EVERYTHING = recordText("test/templates/data/everything.yaml");
const HEAD = `schemaVersion: 1
id: nothing
languages: [en]
meeting: {title: A meeting, kind: notStated}
sittings: [{start: notStated}]
`;
const PAPERS = ["minutes", "honors", "brief"] as const;
const LANGUAGES = ["en", "zh"] as const;
const HOUSES = [...resources.templates.keys()].flatMap(
  (name) => /^profiles\/(.*)\.yaml$/.exec(name)?.[1] ?? [],
);

describe.each(LANGUAGES)("in %s", (lang) => {
  it.each(PAPERS)("%s has words for everything that can happen at a meeting", async (type) => {
    const { document, diagnostics } = paperOf(EVERYTHING, type, { lang });
    expect(diagnostics).toEqual([]);
    await expect(textOf(document)).toMatchFileSnapshot(`../golden/everything/${type}-${lang}.txt`);
  });

  it.each(PAPERS)("%s can be made of a record that says next to nothing, in every house", (type) => {
    for (const profile of HOUSES) {
      const { diagnostics } = paperOf(HEAD, type, { lang, profile });
      expect(diagnostics, profile).toEqual([]);
    }
  });
});

describe("minutes", () => {
  const withItems = (count: number): string =>
    `${HEAD}agenda:\n${Array.from({ length: count }, (_, index) => `  - {id: i${index}, title: Matter ${index}}`).join("\n")}\n`;
  const listed = (count: number): number => {
    const { document, diagnostics } = paperOf(withItems(count), "minutes", {});
    expect(diagnostics).toEqual([]);
    return document.blocks.reduce(
      (sum, block) => sum + (block.kind === "contents" ? block.entries.length : 0),
      0,
    );
  };

  it("begin with a table of contents when they are long, and only then", () => {
    expect(listed(8)).toBe(0);
    expect(listed(40)).toBeGreaterThanOrEqual(40);
  });
});

describe("the wording", () => {
  const files = new Map(
    LANGUAGES.map((lang): [string, Readonly<Record<string, unknown>>] => [
      lang,
      parse(resources.templates.get(`wording/${lang}.yaml`)?.text ?? ""),
    ]),
  );
  const wording = (lang: string) => files.get(lang) ?? {};
  const keys = (lang: string): readonly string[] => Object.keys(wording(lang)).sort();

  it("has the same entries in each language", () => {
    expect(keys("zh")).toEqual(keys("en"));
  });

  it("has the same placeholders in each language, but for what a language does without", () => {
    const placeholders = (lang: string, key: string): readonly string[] =>
      [...JSON.stringify(wording(lang)[key]).matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort();
    const differing = keys("en").filter((key) => {
      const [en, zh] = [placeholders("en", key), placeholders("zh", key)];
      const left = en.length === 0 || zh.length === 0 || key === "minutes.title";
      return !left && [...new Set(en)].join() !== [...new Set(zh)].join();
    });
    expect(differing).toEqual([]);
  });

  it("has no entry that no template asks for, but those for the marks of a redline", () => {
    const templates = [...resources.templates]
      .filter(([name]) => name.endsWith(".hbs"))
      .map(([, { text }]) => text)
      .join("\n");
    const asked = (key: string): boolean =>
      templates.includes(`say "${key}"`) ||
      key.startsWith("copy.") || // said by copies.ts, outside of templates
      new RegExp(`say "${key.slice(0, key.lastIndexOf("."))}" of=`).test(templates);
    const left = keys("en").filter((key) => !asked(key));
    expect(left.filter((key) => !key.startsWith("redline."))).toEqual([]);
  });
});
