/** A table for table programs: with a mark that tells its encoding, and lines as RFC 4180 ends them. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

/** A cell that no table program takes for a formula (OWASP, CSV injection). */
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
