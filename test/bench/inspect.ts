import { spawnSync } from "node:child_process";
import { pageOf } from "./look.ts";
import type { Meeting } from "./meeting.ts";

/** What a finished PDF shows to tools of other people (poppler): a fast system must still have made the paper. */
export interface Inspected {
  /** Null when poppler is not installed. */
  readonly pages: number | null;
  readonly faults: readonly string[];
}

export function inspect(file: string, meeting: Meeting): Inspected {
  const info = run("pdfinfo", [file]);
  if (info === undefined) return { pages: null, faults: [] };
  const pages = Number(/^Pages:\s+(\d+)/m.exec(info)?.[1] ?? 0);
  const text = squashed(run("pdftotext", [file, "-"]) ?? "");
  const fonts = (run("pdffonts", [file]) ?? "").trim().split("\n").slice(2);
  const faults: string[] = [];
  const wanted = [meeting.title, meeting.honorees.at(-1)?.name ?? "", pageOf(meeting.lang, pages, pages)];
  for (const words of wanted) if (!text.includes(squashed(words))) faults.push(`"${words}" is missing`);
  if (fonts.length === 0) faults.push("there are no fonts");
  // name, type, encoding, then whether embedded, subset and with a way back to Unicode
  for (const font of fonts)
    if (!/ yes (yes|no) +yes /.test(font)) faults.push(`not embedded: ${font.split(" ")[0]}`);
  return { pages, faults };
}

const squashed = (text: string): string => text.replaceAll(/\s+/g, "");

function run(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}
