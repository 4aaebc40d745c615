import { describe, expect, it } from "vitest";
import { COMMANDS, helpText, parseCommandLine, STAGES } from "../../src/cli/args.ts";
import * as pipeline from "../../src/pipeline.ts";

const misuse = (line: string): string => {
  const parsed = parseCommandLine(line.split(" ").filter((word) => word !== ""));
  return parsed.kind === "misuse" ? `${parsed.message}; ${parsed.hint}` : parsed.kind;
};

describe("the command line", () => {
  it("reads commands, values and switches in any order", () => {
    expect(
      parseCommandLine(["generate", "--final", "a.yaml", "-o", "dir", "--formats=pdf,txt", "b.yaml"]),
    ).toEqual({
      kind: "run",
      request: {
        command: "generate",
        arguments: ["a.yaml", "b.yaml"],
        values: { out: "dir", formats: "pdf,txt" },
        switches: new Set(["final"]),
      },
    });
  });
  it("suggests what was probably meant", () => {
    expect(misuse("generat a.yaml")).toBe('there is no command "generat"; did you mean "generate"?');
    expect(misuse("board.yaml")).toContain("minutebook generate board.yaml");
    expect(misuse("generate a.yaml --them x")).toBe("generate has no option --them; did you mean --theme?");
    expect(misuse("generate a.yaml --formats pdf,dox")).toBe(
      'there is no format "dox"; did you mean "docx"?',
    );
    expect(misuse("dump a.yaml --stage tre")).toBe('there is no stage "tre"; did you mean "tree"?');
    expect(misuse("list themse")).toBe('there is no list "themse"; did you mean "themes"?');
  });
  it("refuses what does not fit", () => {
    expect(misuse("")).toMatch(/^no command/);
    expect(misuse("generate")).toMatch(/^generate needs RECORD/);
    expect(misuse("dump a.yaml")).toMatch(/^dump needs --stage/);
    expect(misuse("dump a.yaml b.yaml --stage tree")).toMatch(/^dump takes no "b.yaml"/);
    expect(misuse("generate a.yaml --out")).toMatch(/^--out needs a value/);
    expect(misuse("generate a.yaml --out --final")).toMatch(/^--out needs a value/);
    expect(misuse("generate a.yaml --formats ,")).toMatch(/^there is no format/);
    expect(misuse("generate a.yaml --final=yes")).toMatch(/^--final takes no value/);
    expect(misuse("check a.yaml --watch")).toMatch(/^check has no option --watch/);
    expect(misuse("constructor")).toMatch(/^there is no command/);
  });
  it("helps everywhere", () => {
    expect(misuse("--help")).toBe("help");
    expect(misuse("help check")).toBe("help");
    expect(misuse("generate --nonsense --help")).toBe("help");
    expect(misuse("dump --version")).toBe("version");
    for (const name of [undefined, ...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[])]) {
      const lines = helpText(name).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    }
  });
  it("knows the stages of the pipeline", () => {
    expect(STAGES).toEqual(pipeline.STAGES);
  });
});
