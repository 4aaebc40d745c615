import { describe, expect, it } from "vitest";
import { openResources } from "../src/files.ts";
import { digestOf } from "../src/foreknown.ts";
import { libraryOf } from "../src/library.ts";
import { textsOf } from "../src/template/compile.ts";
import { foreknownModule } from "../tools/foreknow.ts";

describe("what is worked out beforehand", async () => {
  const opened = openResources();
  if (!opened.ok) throw new Error("no templates");
  const library = libraryOf(opened.value);
  const text = (path: string): string => opened.value.templates.get(path)?.text ?? "";
  const source = foreknownModule();
  const { RESULTS } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    RESULTS: ReadonlyMap<string, () => unknown>;
  };

  it("is every theme, profile and wording, as reading them gives", () => {
    for (const name of library.names("themes"))
      expect(library.theme(name)).toMatchObject({
        value: RESULTS.get(digestOf("theme", text(`themes/${name}.yaml`)))?.(),
      });
    for (const name of library.names("profiles"))
      expect(library.profile(name)).toMatchObject({
        value: RESULTS.get(digestOf("profile", text(`profiles/${name}.yaml`)))?.(),
      });
    for (const name of library.names("wording"))
      expect(library.words(name)).toMatchObject({
        value: RESULTS.get(digestOf("wording", text(`wording/${name}.yaml`)))?.(),
      });
    expect(library.fonts()).toMatchObject({
      value: { families: RESULTS.get(digestOf("fonts", text("fonts.yaml")))?.() },
    });
  });
  it("is every template, with a program for each file that it reaches", () => {
    for (const name of library.names("documents")) {
      const template = library.template(name);
      if (!template.ok) throw new Error(name);
      const program = RESULTS.get(digestOf("template", textsOf(template.value)))?.();
      expect(program).toMatchObject({ files: { "": { compiler: [8, expect.any(String)] } } });
    }
  });
  it("is forgotten as soon as a letter changes", () => {
    expect(RESULTS.has(digestOf("theme", `${text("themes/corporate-en.yaml")} `))).toBe(false);
    expect(RESULTS.has(digestOf("profile", text("themes/corporate-en.yaml")))).toBe(false);
  });
  it("names no place of this machine", () => {
    expect(source).not.toContain(process.cwd());
    expect(source).not.toContain("templates/");
  });
});
