import { createHash } from "node:crypto";
import type { Artefact } from "../../src/artefact.ts";
import type { Io, Pipeline } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import { type Diagnostic, failure, success } from "../../src/diagnostic.ts";

export const artefact = (name: string, text = "paper"): Artefact => ({
  name,
  format: "pdf",
  mediaType: "application/pdf",
  bytes: new TextEncoder().encode(text),
  sha256: createHash("sha256").update(text).digest("hex"),
  document: "minutes",
  language: "en",
  audience: "full",
  recordId: "board",
  recordDigest: "00",
  pages: 2,
  milliseconds: 12.4,
});

export const mistake: Diagnostic = {
  code: "record/unknown-id",
  severity: "error",
  message: 'no person has the id "smiht"',
  place: { file: "board.yaml", line: 3, column: 8, length: 5 },
  excerpt: "mover: smiht",
  hint: 'did you mean "smith"?',
};
export const doubt: Diagnostic = { code: "record/doubt", severity: "warning", message: "a doubt" };
export const remark: Diagnostic = { code: "record/remark", severity: "note", message: "a remark" };

/** A pipeline that makes one paper of any record, and fails on a text that says so. */
export const fakePipeline = (calls: unknown[] = []): Pipeline => ({
  generate: async (source, options, _, report = () => {}) => {
    calls.push(options);
    if (source.text.includes("throw")) throw new Error("boom\nsecond line");
    if (source.text.includes("bad")) return failure([mistake]);
    const made = artefact("board-minutes.pdf", source.text);
    report(made);
    return success([made], [doubt, remark, remark]);
  },
  check: (source) =>
    source.text.includes("bad")
      ? failure([mistake])
      : success({ recordId: "board", title: "Board", documents: ["minutes", "brief"] }, [remark]),
  dump: async (_, stage) => success(`${stage}\n`, [doubt]),
});

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a world without terminal and clock. */
export async function cli(argv: readonly string[], world: Partial<Io> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await run(argv, {
    out: (text) => {
      out += typeof text === "string" ? text : new TextDecoder().decode(text);
    },
    err: (text) => {
      err += text;
    },
    terminal: { out: false, err: false },
    ask: async () => undefined,
    env: {},
    version: async () => "1.2.3",
    now: () => Date.UTC(2026, 2, 12),
    pipeline: async () => fakePipeline(),
    signal: new AbortController().signal,
    ...world,
  });
  return { code, out, err };
}
