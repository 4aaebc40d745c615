/** What a file is that is no text of ours, told by how it begins. */
interface Kind {
  readonly beginning: RegExp;
  readonly is: string;
  readonly hint: string;
}

const TAKE_OUT = "a paper carries its record: minutebook extract FILE --out meeting.yaml takes it out";
const IN_UTF8 = "save the file as UTF-8";

const KINDS: readonly Kind[] = [
  { beginning: /^%PDF-/, is: "a PDF", hint: TAKE_OUT },
  { beginning: /^PK\x03\x04/, is: "a Word or ZIP file", hint: TAKE_OUT },
  {
    beginning: /^\xd0\xcf\x11\xe0/,
    is: "an old Word or Excel file",
    hint: "a record is a YAML or JSON file",
  },
  { beginning: /^(?:\xff\xfe|\xfe\xff)/, is: "a text in UTF-16", hint: IN_UTF8 },
  {
    beginning: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)/i,
    is: "a web page or XML",
    hint: "a record is a YAML or JSON file",
  },
];

/** Enough to tell a kind by. */
const BEGINNING = 100;

/** What somebody gave in the place of a record, when its first bytes say so plainly; undefined when they do not. */
export function foreignKind(bytes: Uint8Array): Pick<Kind, "is" | "hint"> | undefined {
  const beginning = Buffer.from(bytes.subarray(0, BEGINNING)).toString("latin1");
  return KINDS.find((kind) => kind.beginning.test(beginning));
}
