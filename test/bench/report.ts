import { MEASURES, type Measure, type Measured, ratio, rounded } from "./stats.ts";
import { formatOf } from "./systems.ts";

/** The rows as a table for a terminal: by measure, language and size, each system beside the one it is held against. */
export function reportOf(rows: readonly Measured[]): string {
  return MEASURES.flatMap((measure) => {
    const mine = rows.filter((row) => row.measure === measure);
    const groups = [
      ...Map.groupBy(mine, ({ measure, lang, size, system }) =>
        measure === "send" ? `${size} to ${lang}` : `${lang} ${size} ${formatOf(system).toUpperCase()}`,
      ),
    ];
    return groups.map(([title, group]) => {
      const format = formatOf(group[0]?.system ?? "");
      return `${TITLES[measure]}: ${title}\n${tableOf(group, format)}\n`;
    });
  }).join("\n");
}

const TITLES = {
  warm: "Warm, a paper of a fresh meeting in a living process",
  cold: "Cold, a new process, to the written file",
  solo: "Solo, the first paper of a fresh process, and its memory",
  batch: "Batch, one small paper after the other, from its record to its file",
  copies: "Copies, a personal one of the example's minutes, out of a thousand",
  send: "Send, a mail with a file, to a server on this machine",
} as const;

/** What the others are held against. */
const YARDSTICKS = { pdf: "typst", docx: "docxtemplater-docx" } as const;
const COPY_YARDSTICKS = { pdf: "file-copy", docx: "file-copy-docx" } as const;
const SEND_YARDSTICK = "nodemailer-pool";

function yardstickOf(measure: Measure | undefined, format: keyof typeof YARDSTICKS): string {
  if (measure === "send") return SEND_YARDSTICK;
  return (measure === "copies" ? COPY_YARDSTICKS : YARDSTICKS)[format];
}

function tableOf(rows: readonly Measured[], format: keyof typeof YARDSTICKS): string {
  const yardstick = yardstickOf(rows[0]?.measure, format);
  const yard = rows.find(({ system }) => system === yardstick);
  const heads = ["", "ms", "p10–p90", `of ${yardstick}`, "pages", "pages/s", "mails/s", "kB", "MB"];
  const cells = rows.map((row) => [
    row.system,
    String(rounded(row.median)),
    `${rounded(row.p10)}–${rounded(row.p90)}`,
    yard === undefined ? "" : ratio(row, yard).toFixed(2),
    row.pages === null ? "" : String(row.pages),
    row.pages === null ? "" : String(rounded((row.pages / row.median) * 1000)),
    row.measure === "send" ? String(rounded(1000 / row.median)) : "",
    row.bytes === 0 ? "" : String(Math.round(row.bytes / 1024)),
    row.peakMB === null ? "" : String(Math.round(row.peakMB)),
  ]);
  const used = heads.map((_, column) => column === 0 || cells.some((row) => row[column] !== ""));
  const lines = [heads, ...cells].map((line) => line.filter((_, column) => used[column]));
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  "),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
