/** How a heading's number is printed: as it was written (`3.1`), or of that its own part alone (`1`), or that in Chinese. */
export const NUMBER_FORMATS = ["decimal", "own", "chinese"] as const;
export type NumberFormat = (typeof NUMBER_FORMATS)[number];

/**
 * A heading's number as it is printed. Chinese numerals go from 1 to 9999; what is no whole number in that range (`4a`,
 * `一`) is printed as it was written.
 */
export function formatNumber(label: string | number, format: NumberFormat): string {
  const text = String(label);
  if (format === "decimal") return text;
  const own = /^\d+(?:\.\d+)*\.([^.]+)$/.exec(text)?.[1] ?? text;
  return format === "own" || !/^[1-9]\d{0,3}$/.test(own) ? own : chinese(own);
}

const DIGITS = "零一二三四五六七八九";
const UNITS = ["", "十", "百", "千"];

/** One 零 stands for any run of zeros between digits, none for those at the end; 10 to 19 begin with 十. */
function chinese(decimal: string): string {
  const read = [...decimal].map((digit, i) => {
    if (digit === "0") return "零";
    return `${DIGITS[Number(digit)] ?? ""}${UNITS[decimal.length - 1 - i] ?? ""}`;
  });
  return read.join("").replace(/零+/g, "零").replace(/零$/, "").replace(/^一十/, "十");
}
