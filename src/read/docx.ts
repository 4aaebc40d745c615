import { SaxesParser } from "saxes";
import { RECORD_NAMESPACE } from "../production.ts";
import { damaged } from "./unreadable.ts";
import type { ZipParts } from "./zip.ts";

export const MAIN_PART = "word/document.xml";

/** The record inside a Word file, as it was put there; undefined where there is none. Other programs may move it. */
export function recordIn(parts: ZipParts): string | undefined {
  for (const [path, bytes] of parts) {
    if (!/^customXml\/item\d+\.xml$/.test(path)) continue;
    const record = recordOf(path, bytes);
    if (record !== undefined) return record;
  }
  return undefined;
}

function recordOf(path: string, bytes: Uint8Array): string | undefined {
  let depth = 0;
  let isRecord = false;
  const texts: string[] = [];
  readXml(path, bytes, {
    start: ({ local, uri }) => {
      if (depth++ === 0) isRecord = local === "record" && uri === RECORD_NAMESPACE;
    },
    end: () => {
      depth--;
    },
    text: (text) => {
      if (isRecord && depth > 0) texts.push(text); // programs end a file with a line end
    },
  });
  return isRecord ? texts.join("") : undefined;
}

export const CUSTOM_PROPERTIES = "docProps/custom.xml";

/** The properties that Word shows as a file's own, by name. */
export function propertiesOf(parts: ZipParts): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  const bytes = parts.get(CUSTOM_PROPERTIES);
  let name = "";
  if (bytes)
    readXml(CUSTOM_PROPERTIES, bytes, {
      start: ({ local, attributes }) => {
        if (local === "property") name = attributes.get("name") ?? "";
      },
      end: (local) => {
        if (local === "property") name = "";
      },
      text: (text) => add(properties, name, text),
    });
  return properties;
}

export const CORE_PROPERTIES = "docProps/core.xml";

/** The properties that all Office files have, such as title and creator, by name. */
export const corePropertiesOf = (parts: ZipParts): ReadonlyMap<string, string> =>
  fieldsOf(parts, CORE_PROPERTIES);

/** The program that says it has written the file; undefined where none does. */
export const writerOf = (parts: ZipParts): string | undefined =>
  fieldsOf(parts, "docProps/app.xml").get("Application");

/** The texts of a part's elements, by their names. */
function fieldsOf(parts: ZipParts, path: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const bytes = parts.get(path);
  let name = "";
  if (bytes)
    readXml(path, bytes, {
      start: ({ local }) => {
        name = local;
      },
      end: () => {
        name = "";
      },
      text: (text) => add(fields, name, text),
    });
  return fields;
}

/** Text between elements belongs to none of them. */
function add(texts: Map<string, string>, name: string, text: string): void {
  if (name !== "") texts.set(name, (texts.get(name) ?? "") + text);
}

/** Elements that stand for white space between words. */
const SPACES: ReadonlySet<string> = new Set(["tab", "br", "cr", "ptab"]);

/** The text of each paragraph of a part, in order; what a tracked change has struck is not counted. */
export function paragraphsOf(path: string, bytes: Uint8Array): readonly string[] {
  const paragraphs: string[] = [];
  const open: string[] = []; // paragraphs stand inside each other in text boxes
  let inText = false;
  readXml(path, bytes, {
    start: ({ local }) => {
      if (local === "p") open.push("");
      else if (local === "t") inText = true;
      else if (SPACES.has(local)) append(open, " ");
    },
    end: (local) => {
      if (local === "p") paragraphs.push(open.pop() ?? "");
      else if (local === "t") inText = false;
    },
    text: (text) => {
      if (inText) append(open, text);
    },
  });
  return paragraphs;
}

function append(open: string[], text: string): void {
  const last = open.length - 1;
  if (last >= 0) open[last] += text;
}

interface Start {
  readonly local: string;
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
}
interface Listener {
  readonly start: (element: Start) => void;
  readonly end: (local: string) => void;
  readonly text: (text: string) => void;
}

/** Office's XML has no document type, and so no entities of its own. */
function readXml(path: string, bytes: Uint8Array, listener: Listener): void {
  const parser = new SaxesParser({ xmlns: true });
  const trouble = (): never => {
    throw damaged(`holds a part that is damaged: ${path}`);
  };
  parser.on("error", trouble);
  parser.on("doctype", trouble);
  parser.on("opentag", ({ local, uri, attributes }) =>
    listener.start({
      local,
      uri,
      attributes: new Map(Object.values(attributes).map((one) => [one.local, one.value])),
    }),
  );
  parser.on("closetag", ({ local }) => listener.end(local));
  parser.on("text", listener.text);
  parser.on("cdata", listener.text);
  parser.write(new TextDecoder().decode(bytes)).close();
}
