import type { StyleSheet } from "../../style/sheet.ts";
import { region } from "./styles.ts";
import { tag } from "./xml.ts";

/** What Word 2013 and later write themselves; without the first, figures of a chosen form stay as they are. */
const COMPATIBILITY = [
  "enableOpenTypeFeatures",
  "overrideTableStyleFontSizeAndJustification",
  "doNotFlipMirrorIndents",
  "differentiateMultirowTableHeaders",
]
  .map((name) =>
    tag("w:compatSetting", {
      "w:name": name,
      "w:uri": "http://schemas.microsoft.com/office/word",
      "w:val": 1,
    }),
  )
  .join("");

/** Settings that docx has no words for, each put where the schema wants it: around and in w:compat. */
export function settled(xml: string, lang: string, { facing, grid }: StyleSheet["page"]): string {
  const han = lang.startsWith("zh");
  const punctuation = han
    ? tag("w:characterSpacingControl", { "w:val": grid ? "doNotCompress" : "compressPunctuation" })
    : "";
  const languages = tag("w:themeFontLang", {
    "w:val": han ? "en-US" : region(lang),
    "w:eastAsia": han ? region(lang) : "zh-CN",
  });
  return xml
    .replace(/<w:displayBackgroundShape\/>/, (found) =>
      facing ? `${found}${tag("w:mirrorMargins")}` : found,
    )
    .replace("<w:compat>", `${punctuation}<w:compat>`)
    .replace("</w:compat>", `${COMPATIBILITY}</w:compat>${languages}`);
}
