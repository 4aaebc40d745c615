/**
 * A heading's number as it is printed: the decimal as it stands, or in Chinese numerals from 1 to 9999.
 * A label that is not a whole number in that range (`4a`, `一`) is printed as it was written.
 */
export function formatNumber(label: string | number, format: "decimal" | "chinese"): string {
  const text = String(label);
  if (format === "decimal" || !/^[1-9]\d{0,3}$/.test(text)) return text;
  return chinese(text);
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
