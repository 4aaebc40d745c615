import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/** The parts of a Word file as text, by path; pictures are only counted. */
export const docxParts = (bytes: Uint8Array): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(unzipSync(bytes)).map(([path, data]) => [
      path,
      path.startsWith("word/media/") ? "" : strFromU8(data),
    ]),
  );

/**
 * The body of a Word file as text, a line for each paragraph in order; each note follows the paragraph that bears
 * its mark. Numbers that Word counts are not there; page numbers, which are cached values of fields, are left out.
 */
export const docxText = (bytes: Uint8Array): string => partsText(docxParts(bytes));

/** The same of parts that have been taken out already. */
export function partsText(parts: ReadonlyMap<string, string>): string {
  const notes = new Map<string, string>();
  read(parts.get("word/footnotes.xml") ?? "<none/>", {
    note: (id, text) => notes.set(id, text),
    paragraph: () => undefined,
  });
  const lines: string[] = [];
  read(parts.get("word/document.xml") ?? "<none/>", {
    note: () => undefined,
    paragraph: (text, marks) => {
      lines.push(text, ...marks.map((id) => notes.get(id) ?? ""));
    },
  });
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

interface Listener {
  readonly note: (id: string, text: string) => void;
  readonly paragraph: (text: string, marks: readonly string[]) => void;
}

function read(xml: string, listener: Listener): void {
  const parser = new SaxesParser();
  let note = "";
  let noteText = "";
  let text = "";
  let marks: string[] = [];
  let inText = false;
  let inField = false;
  let inCode = false;
  let codes: string[] = []; // of the fields that are open, the innermost last
  const starts: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    "w:footnote": (attributes) => {
      note = attributes["w:id"] ?? "";
      noteText = "";
    },
    "w:p": () => {
      text = "";
      marks = [];
    },
    "w:t": () => {
      inText = true;
    },
    "w:fldSimple": () => {
      inField = true;
    },
    "w:instrText": () => {
      inCode = true;
    },
    "w:fldChar": ({ "w:fldCharType": type }) => {
      if (type === "begin") codes.push("");
      if (type === "end") codes = codes.slice(0, -1);
      inField = codes.at(-1)?.trim().startsWith("PAGEREF") ?? false;
    },
    "wp:docPr": ({ descr = "" }) => {
      text += descr;
    },
    "w:tab": () => {
      text += " ";
    },
    "w:br": () => {
      text += " ";
    },
    "w:footnoteReference": (attributes) => {
      marks.push(attributes["w:id"] ?? "");
    },
  };
  const ends: Readonly<Record<string, () => void>> = {
    "w:footnote": () => listener.note(note, noteText),
    "w:p": () => {
      noteText += text;
      listener.paragraph(text, marks);
    },
    "w:t": () => {
      inText = false;
    },
    "w:fldSimple": () => {
      inField = false;
    },
    "w:instrText": () => {
      inCode = false;
    },
  };
  parser.on("opentag", ({ name, attributes }) => starts[name]?.(attributes as Record<string, string>)); // without xmlns they are strings
  parser.on("closetag", ({ name }) => ends[name]?.());
  parser.on("text", (data) => {
    if (inCode) codes.push(`${codes.pop() ?? ""}${data}`);
    if (inText && !inField) text += data;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
}
