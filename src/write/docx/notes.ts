import { styleNamed } from "../../style/sheet.ts";
import type { Context } from "./context.ts";
import { paragraphXml, runXml, textXml, valued } from "./elements.ts";
import type { Line } from "./furniture.ts";
import { noteMark, runs } from "./inline.ts";

/** The notes that the body turned out to have, by number; they hold notes of their own no more. */
export function notesXml(around: Context): Line {
  const context: Context = { ...around, relations: new Map(), notes: [], comments: undefined };
  const style = styleNamed(context.sheet, "footnote");
  const xml = around.notes.map(({ children, lang }, index) => {
    // Word sets the mark right before the words
    const mark = runXml(noteMark(context), "<w:footnoteRef/>") + runXml("", textXml(" "));
    const words = runs(context, children, style, lang ?? context.lang);
    const pStyle = valued("w:pStyle", context.styles.paragraph("footnote"));
    return `<w:footnote w:id="${index + 1}">${paragraphXml({ pStyle }, mark + words)}</w:footnote>`;
  });
  return { xml: xml.join(""), relations: context.relations };
}
