import { createHash } from "node:crypto";
import { type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";
import { type Inside, openPaper } from "./paper.ts";

/**
 * The record inside a PDF or Word file, byte for byte. `file` is its name in messages. Warns when it is not the record
 * that the paper says it was made from.
 */
export function extract(bytes: Uint8Array, file: string, password?: string): Outcome<Uint8Array> {
  const paper = openPaper(bytes, file, password);
  if (!paper.ok) return paper;
  const { record } = paper.value;
  return record ? success(record, replaced(paper.value, file)) : failure([noRecord(file)]);
}

/** What there is to say of a paper that carries no record. */
export const noRecord = (file: string): Diagnostic => ({
  code: "paper/no-record",
  severity: "error",
  message: `${file} carries no record`,
  hint: "it was made with --no-record, or by another program",
});

function replaced({ record, digest }: Inside, file: string): readonly Diagnostic[] {
  const own = record && createHash("sha256").update(record).digest("hex");
  if (digest === undefined || own === digest) return [];
  return [
    {
      code: "paper/record-replaced",
      severity: "warning",
      message: `the record inside ${file} is not the one that the paper was made from`,
      hint: `its digest is ${own}, but the paper names ${digest}`,
    },
  ];
}
