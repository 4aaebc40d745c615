/**
 * Direct formatting is what changing a style would not change. These are the properties that paragraphs, runs, rows and
 * cells may have of their own, and why; anything else belongs into a style.
 */
export const OWN: Readonly<Record<string, string>> = {
  // paragraphs
  "w:pPr/w:pStyle": "names the style",
  "w:pPr/w:keepNext": "a paragraph stays with what follows it here, such as the last one before signatures",
  "w:pPr/w:keepLines": "the same for its own lines, in a box that is kept together",
  "w:pPr/w:pageBreakBefore": "begins a page",
  "w:pPr/w:numPr": "each list of numbers counts for itself",
  "w:pPr/w:bidi": "the direction of its language",
  "w:pPr/w:sectPr": "ends a section",
  // tables, rows and cells
  "w:tblPr/w:tblStyle": "names the style",
  "w:tblPr/w:tblW": "widths are the table's own",
  "w:tblPr/w:tblInd": "the same for where it begins",
  "w:tblPr/w:tblLayout": "widths are not for Word to change",
  "w:tblPr/w:tblLook": "which parts of the style it takes",
  "w:tblPr/w:tblpPr": "sinks to the foot of the page",
  "w:tblPr/w:tblOverlap": "the same",
  "w:tblPr/w:tblCaption": "words",
  "w:tblPr/w:tblDescription": "words",
  "w:trPr/w:cantSplit": "no style of Word can say it",
  "w:trPr/w:tblHeader": "the same",
  "w:tcPr/w:tcW": "widths are the table's own",
  "w:tcPr/w:gridSpan": "the shape of the table",
  "w:tcPr/w:vMerge": "the shape of the table",
  "w:tcPr/w:tcMar": "no gap beside the last column: LibreOffice leaves it out of conditional formats",
  "w:tcPr/w:vAlign": "heads of several heights stand on one line: LibreOffice, again",
  "w:tcPr/w:tcBorders": "heads of several rows, which a style cannot tell apart",
  "w:tcPr/w:shd": "stripes over rows that span, which Word would count one by one",
  // runs
  "w:rPr/w:rStyle": "names the style",
  "w:rPr/w:lang": "the language of words",
  "w:rPr/w:rtl": "the direction of words",
  "w:rPr/w:noProof": "no words",
  "w:rPr/w:rFonts[hint]": "marks that two scripts share are set in the one or the other",
};

/** Emphasis whose style Word takes for the undoing of the same in the paragraph's (ECMA-376, part 1, 17.7.3). */
export const TOGGLES: ReadonlySet<string> = new Set(["w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:strike"]);

/** The direct formatting in a part, as paths of elements. */
export function directIn(xml: string): readonly string[] {
  const found: string[] = [];
  for (const [, properties = "", content = ""] of xml.matchAll(/<(w:(?:p|r|tbl|tr|tc)Pr)>(.*?)<\/\1>/g)) {
    const emphasised = content.includes("<w:rStyle ");
    const inner = content.replaceAll(/<w:(numPr|sectPr|tcMar|tcBorders)[ >].*?<\/w:\1>/g, "<w:$1/>");
    for (const [element, name = ""] of inner.matchAll(/<(w:\w+)[^>]*>/g)) {
      const own = element === '<w:rFonts w:hint="eastAsia"/>' ? "w:rFonts[hint]" : name;
      const toggles = properties === "w:rPr" && emphasised && TOGGLES.has(name);
      if (!(`${properties}/${own}` in OWN) && !toggles) found.push(`${properties}/${own}`);
    }
  }
  return found;
}
