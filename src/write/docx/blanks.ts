import type { Blank } from "../../document/model.ts";
import { attachCustomXml, type CustomXml } from "./custom-xml.ts";
import { runXml, textXml, valued } from "./elements.ts";
import { CONTENT_TYPES, extend, type Parts } from "./parts.ts";
import { type Relations, relate } from "./relations.ts";
import { region } from "./styles.ts";
import { DECLARATION, escapeXml, NAMESPACES, tag } from "./xml.ts";

/** What has been left to be filled in so far: name and first words. */
export type BlankBook = { readonly name: string; readonly words: string }[];

const NAMESPACE = "urn:minutebook:blanks";
const ID = "{D2C6E0A4-93B1-4E57-8F0D-51A7C9B3E624}";
/** What stands where nothing does yet: as wide as a short word, and no word. */
const NOTHING = "\u2002".repeat(5);
/** The name of the building block that Word puts back when somebody empties the control. */
const PLACEHOLDER = "MinutebookBlank";

/** What stands in a control at first. */
export interface Content {
  readonly words: string;
  readonly runs: string;
  /** Properties of a run that say how it looks, also when other words are put in. */
  readonly look: string;
  readonly lang: string;
}

/**
 * A content control. It is bound to an element of a part of its own, which so holds what people fill in; Word cannot
 * bind to the record, which is JSON.
 */
export function blankXml(blanks: BlankBook, blank: Blank, { words, runs, look, lang }: Content): string {
  const number = blanks.push({ name: blank.name, words });
  const empty = words === "";
  const properties = [
    look,
    valued("w:alias", blank.title),
    valued("w:tag", blank.name),
    valued("w:id", number),
    `<w:placeholder>${valued("w:docPart", PLACEHOLDER)}</w:placeholder>`,
    empty ? tag("w:showingPlcHdr") : "",
    tag("w:dataBinding", {
      "w:prefixMappings": `xmlns:b='${NAMESPACE}'`,
      "w:xpath": `/b:blanks[1]/b:blank[${number}]`,
      "w:storeItemID": ID,
    }),
    blank.expects === "date" ? dateXml(lang) : "<w:text/>",
  ];
  const content = empty ? runXml("", textXml(NOTHING)) : runs;
  return `<w:sdt><w:sdtPr>${properties.join("")}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
}

/** A date is picked from a calendar and written as papers of the language do. */
const dateXml = (lang: string): string =>
  `<w:date>${valued("w:dateFormat", lang.startsWith("zh") ? "yyyy\u5e74M\u6708d\u65e5" : "d MMMM yyyy")}${valued("w:lid", region(lang))}${valued("w:storeMappedDataAs", "date")}${valued("w:calendar", "gregorian")}</w:date>`;

/** Puts what is to be filled in into a package, with what stands for nothing. Changes `parts` and `document`. */
export function attachBlanks(parts: Parts, document: Relations, blanks: BlankBook): void {
  if (blanks.length === 0) return;
  attachCustomXml(parts, document, blanksXml(blanks));
  parts.set(GLOSSARY, glossaryXml());
  extend(
    parts,
    CONTENT_TYPES,
    "</Types>",
    tag("Override", {
      PartName: `/${GLOSSARY}`,
      ContentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml",
    }),
  );
  relate(document, "glossary", "glossary/document.xml");
}

const blanksXml = (blanks: BlankBook): CustomXml => {
  const elements = blanks.map(
    ({ name, words }) => `<blank name="${escapeXml(name)}">${escapeXml(words)}</blank>`,
  );
  const xml = `<blanks xmlns="${NAMESPACE}">${elements.join("")}</blanks>`;
  return { number: 2, id: ID, namespace: NAMESPACE, xml };
};

const GLOSSARY = "word/glossary/document.xml";

/** Building blocks: the one that stands in an empty control (ECMA-376, part 1, section 17.12). */
function glossaryXml(): string {
  const properties = [
    valued("w:name", PLACEHOLDER),
    `<w:category>${valued("w:name", "General")}${valued("w:gallery", "placeholder")}</w:category>`,
    `<w:types>${valued("w:type", "bbPlcHdr")}</w:types>`,
    `<w:behaviors>${valued("w:behavior", "content")}</w:behaviors>`,
    valued("w:guid", "{8E4B1C7D-2A5F-4D36-B9E0-74C1F6A2D853}"),
  ];
  const body = `<w:p>${runXml("", textXml(NOTHING))}</w:p>`;
  return `${DECLARATION}<w:glossaryDocument ${NAMESPACES}><w:docParts><w:docPart><w:docPartPr>${properties.join("")}</w:docPartPr><w:docPartBody>${body}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>`;
}
