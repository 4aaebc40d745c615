import {
  Composer,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  type YAMLError,
} from "yaml";
import { type Diagnostic, failure, hasErrors, type Outcome, type Place, success } from "../diagnostic.ts";
import type { Path } from "./path.ts";
import { scan } from "./scan.ts";
import { LIMITS, NO_PARTS, type Site, type Span, VERBATIM } from "./site.ts";
import {
  codePoint,
  forbiddenCharacters,
  hasStackedMarks,
  invisibleCharacter,
  isolatesBalance,
  normalise,
} from "./text.ts";

/** A record file as plain data, with the place of everything in it. */
export interface Loaded {
  readonly file: string;
  /** Strings, numbers, booleans, null, lists, and groups without a prototype. */
  readonly value: unknown;
  /** Where a field's name or its value stands. Where the path leads nowhere: the nearest thing around it. */
  readonly placeOf: (path: Path, part?: "key" | "value") => Place;
  /** The whole line, counted from 1, without its end. */
  readonly excerpt: (line: number) => string;
}

/**
 * Reads a YAML or JSON text. The YAML is a plain subset: one document, no anchors, aliases, tags or merge
 * keys, every field named once, and dates stay text. Never throws on input. What `quickly` reads is as the parser
 * would have it.
 */
export function load(text: string, file: string, quickly = scan): Outcome<Loaded> {
  const source = lines(text.startsWith("\uFEFF") ? text.slice(1) : text, file);
  try {
    return read(source, quickly);
  } catch (error) {
    // The parser's own limits, and whatever it does not foresee.
    const reason = error instanceof Error ? error.message : String(error);
    return failure([report(source, "record/unreadable", `the file cannot be read: ${reason}`, 0, 0)]);
  }
}

function read(source: Lines, quickly: typeof scan): Outcome<Loaded> {
  if (source.text.length > LIMITS.characters) {
    return failure([report(source, "record/too-large", "the file is larger than 16 MB", 0, 0)]);
  }
  if (source.text.length > LIMITS.signs && isCrowded(source.text)) {
    const message = "the file holds more values than any record has";
    return failure([report(source, "record/too-many-values", message, 0, 0)]);
  }
  const offenders = forbiddenCharacters(source.text);
  if (offenders.length > 0) {
    return failure(
      offenders.map(({ message, offset, length }) =>
        report(source, "record/forbidden-character", message, offset, offset + length),
      ),
    );
  }
  const site = quickly(source.text);
  return site ? success(loadedOf(source, site)) : parse(source);
}

/** Whether a text may hold more values than any record: each follows a line feed, a bracket or another of these. */
function isCrowded(text: string): boolean {
  let signs = 0;
  for (let at = 0; at < text.length && signs <= LIMITS.signs; at++) {
    const sign = text[at];
    if (sign === "\n" || sign === "," || sign === ":" || sign === "[" || sign === "{") signs++;
    else if (sign === "-" && text[at + 1] === " ") signs++;
  }
  return signs > LIMITS.signs;
}

const loadedOf = (source: Lines, site: Site): Loaded => ({
  file: source.file,
  value: site.value,
  placeOf: (path, part = "value") => placeOf(source, site, path, part),
  excerpt: (line) => excerpt(source, line),
});

/** Reads all that is YAML, and says what is wrong with what is not. */
function parse(source: Lines): Outcome<Loaded> {
  const tokens = tokenise(source);
  if (!tokens.ok) return tokens;
  const document = compose(source, tokens.value);
  if (!document.ok) return document;
  const diagnostics: Diagnostic[] = [];
  const site = siteOf(source, document.value.contents, undefined, false, diagnostics);
  return hasErrors(diagnostics) ? failure(diagnostics) : success(loadedOf(source, site), diagnostics);
}

// ---- tokens: everything that must be refused before nodes are made of it

type Token = Parameters<Composer["next"]>[0];

/** The marker by which the lexer announces that the next token is the text of a scalar. */
const SCALAR_FOLLOWS = "\u001F";
/** Markers without a counterpart in the text: start of a document, forced end of a flow collection. */
const MARKERS: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR_FOLLOWS]);

const REFUSED = {
  "&": ["anchors (&) cannot be used", "put the text in quotation marks, or write it out where it is needed"],
  "*": ["aliases (*) cannot be used", "put the text in quotation marks, or write it out where it is needed"],
  "!": ["tags (!) cannot be used", "put the text in quotation marks"],
  "%": ["YAML directives (%) cannot be used", "leave the line out"],
} as const;

const isRefused = (sign: string): sign is keyof typeof REFUSED => Object.hasOwn(REFUSED, sign);

/** Feeds the parser token by token, so that depth and breadth are known before memory is spent on them. */
function tokenise(source: Lines): Outcome<readonly Token[]> {
  const parser = new Parser();
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let offset = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    const sign = lexeme.charAt(0);
    if (!scalar && isRefused(sign)) {
      const [message, hint] = REFUSED[sign];
      diagnostics.push({
        ...report(source, "record/yaml-feature", message, offset, offset + lexeme.length),
        hint,
      });
      if (diagnostics.length === 20) return failure(diagnostics);
    }
    if (!scalar && (sign === "'" || sign === '"') && (lexeme.length === 1 || !lexeme.endsWith(sign))) {
      // Told here, because the parser would only say that the file ended too soon.
      const message = "this quotation mark is never closed";
      return failure([report(source, "record/syntax", message, offset, offset + lexeme.length)]);
    }
    tokens.push(...parser.next(lexeme));
    scalar = lexeme === SCALAR_FOLLOWS;
    if (!MARKERS.has(lexeme)) offset += lexeme.length;
    const stack = parser.stack;
    const top = stack.at(-1);
    // The stack holds the document, its collections and perhaps a scalar.
    if (stack.length > LIMITS.depth + 2) {
      return failure([
        report(
          source,
          "record/too-deep",
          `the nesting is deeper than ${LIMITS.depth} levels`,
          offset,
          offset,
        ),
      ]);
    }
    if (
      (top?.type === "block-map" || (top?.type === "flow-collection" && top.start.source === "{")) &&
      top.items.length > LIMITS.fields + 1
    ) {
      return failure([
        report(
          source,
          "record/too-many-fields",
          `one group has more than ${LIMITS.fields} fields`,
          offset,
          offset,
        ),
      ]);
    }
  }
  tokens.push(...parser.end());
  return diagnostics.length > 0 ? failure(diagnostics) : success(tokens);
}

// ---- documents

const YAML_OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  strict: true,
  // Checked below in linear time; the parser compares each key with all before it.
  uniqueKeys: false,
  logLevel: "silent",
} as const;

function compose(source: Lines, tokens: readonly Token[]): Outcome<Document.Parsed> {
  const documents = [...new Composer(YAML_OPTIONS).compose(tokens, true, source.text.length)];
  const problems = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  if (problems.length > 0) return failure(problems.slice(0, 5).map((problem) => translate(source, problem)));
  const [first, second] = documents;
  if (second) {
    const [start] = second.range;
    return failure([
      {
        ...report(
          source,
          "record/several-documents",
          "the file holds more than one document",
          start,
          start + 3,
        ),
        hint: "keep one meeting per file, without lines of --- inside",
      },
    ]);
  }
  if (!first?.contents) {
    return failure([
      report(source, "record/empty", "the file is empty; a meeting record was expected", 0, 0),
    ]);
  }
  return success(first as Document.Parsed);
}

/** The parser's error codes in our words; the others keep the parser's own message. */
const SYNTAX: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  BAD_INDENT: [
    "this line is indented wrongly or something before it is not closed",
    "check brackets and leading spaces",
  ],
  BAD_SCALAR_START: ["text cannot begin with this character", "put the text in quotation marks"],
  BLOCK_AS_IMPLICIT_KEY: [
    "a second colon in this line makes its meaning unclear",
    "put the text in quotation marks",
  ],
  MULTILINE_IMPLICIT_KEY: [
    "a field name must stay on one line",
    "put long text in quotation marks, or indent it under |",
  ],
  TAB_AS_INDENT: ["a tab is used to indent", "indent with spaces"],
  BAD_DQ_ESCAPE: [
    "this backslash sequence is not known",
    "use single quotation marks, or write \\\\ for a backslash",
  ],
  KEY_OVER_1024_CHARS: ["a field name is longer than 1024 characters"],
  BLOCK_IN_FLOW: ["a list or group by indentation cannot stand inside brackets"],
};

function translate(source: Lines, problem: YAMLError): Diagnostic {
  const [from, to] = problem.pos;
  const [message, hint] = SYNTAX[problem.code] ?? [
    problem.message.charAt(0).toLowerCase() + problem.message.slice(1),
  ];
  const diagnostic = report(source, "record/syntax", message, from, to);
  return hint === undefined ? diagnostic : { ...diagnostic, hint };
}

// ---- nodes

/** Recursion is safe: the depth is limited before any node is made. */
function siteOf(
  source: Lines,
  node: ParsedNode | null,
  key: Span | undefined,
  verbatim: boolean,
  diagnostics: Diagnostic[],
): Site {
  const [from, to] = node?.range ?? [key?.from ?? 0, key?.to ?? 0];
  // An empty value has no extent of its own; the name before it is what one looks for.
  const span = from === to && key !== undefined ? key : { from, to };
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const parts = new Map<string, Site>();
    const value = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const [keyFrom, keyTo] = pair.key.range;
      const keySpan = { from: keyFrom, to: keyTo };
      const name = nameOf(source, pair.key);
      const first = name === undefined ? undefined : parts.get(name)?.key;
      if (name === undefined) {
        diagnostics.push(
          report(source, "record/bad-field-name", "a field name must be plain text", keyFrom, keyTo),
        );
      } else if (first !== undefined) {
        const { line, column } = placeAt(source, first);
        diagnostics.push({
          ...report(
            source,
            "record/duplicate-field",
            `the field ${quoted(name)} is given twice; the first is at ${line}:${column}`,
            keyFrom,
            keyTo,
          ),
          hint: "keep one of the two",
        });
      } else {
        const site = siteOf(source, pair.value, keySpan, verbatim || VERBATIM.has(name), diagnostics);
        parts.set(name, site);
        value[name] = site.value;
      }
    }
    return { value, span, key, parts };
  }
  if (isSeq<ParsedNode>(node)) {
    const sites = node.items.map((item) => siteOf(source, item, undefined, verbatim, diagnostics));
    return { value: sites.map((site) => site.value), span, key, parts: new Map(sites.entries()) };
  }
  return { value: scalarOf(source, node, span, verbatim, diagnostics), span, key, parts: NO_PARTS };
}

/** The name of a field as written; numbers and words such as true are names too. Undefined: not a name. */
function nameOf(source: Lines, key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === "string") return key.value;
  const [from, to] = key.range;
  const name = source.text.slice(from, to);
  return name === "" ? undefined : name;
}

function scalarOf(
  source: Lines,
  node: ParsedNode | null,
  span: Span,
  verbatim: boolean,
  diagnostics: Diagnostic[],
): unknown {
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value !== "string") return value;
  const complain = (code: string, message: string, severity: Diagnostic["severity"] = "error") =>
    diagnostics.push({ ...report(source, code, message, span.from, span.to), severity });
  for (const { message } of forbiddenCharacters(value)) complain("record/forbidden-character", message);
  if (!isolatesBalance(value)) {
    complain("record/forbidden-character", "a direction isolate is opened or closed without its partner");
  }
  if (hasStackedMarks(value)) complain("record/stacked-marks", "a letter carries more than eight marks");
  const unseen = invisibleCharacter(value);
  if (unseen !== undefined) {
    const name = codePoint(unseen.codePointAt(0) ?? 0);
    complain("record/invisible-character", `this text holds the invisible character ${name}`, "warning");
  }
  // A block scalar ends with a line feed that is notation, not text.
  const written = isScalar(node) && String(node.type).startsWith("BLOCK") ? value.replace(/\n+$/, "") : value;
  return verbatim ? written : normalise(written);
}

// ---- places

interface Lines {
  readonly text: string;
  readonly file: string;
  /** Offset at which each line starts. */
  readonly starts: readonly number[];
}

function lines(text: string, file: string): Lines {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return { text, file, starts };
}

function placeOf(source: Lines, root: Site, path: Path, part: "key" | "value"): Place {
  let site = root;
  for (const step of path) {
    const next = site.parts.get(step);
    if (next === undefined) return placeAt(source, nameSpan(site));
    site = next;
  }
  return placeAt(source, part === "key" ? nameSpan(site) : site.span);
}

/** What a thing is known by: its name, or for an entry of a list its first field. */
function nameSpan(site: Site): Span {
  if (site.key) return site.key;
  const [first] = site.parts.values();
  return first?.key ?? first?.span ?? site.span;
}

/** The place of a span, cut off at the end of its first line. */
function placeAt(source: Lines, { from, to }: Span): Place {
  const line = lineAt(source, from);
  const start = source.starts[line - 1] ?? 0;
  const length = Math.max(0, Math.min(to - start, excerpt(source, line).length) - (from - start));
  const place = { file: source.file, line, column: from - start + 1 };
  return length > 0 ? { ...place, length } : place;
}

function lineAt(source: Lines, offset: number): number {
  let low = 0;
  let high = source.starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((source.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function excerpt(source: Lines, line: number): string {
  const start = source.starts[line - 1];
  if (start === undefined) return "";
  return source.text.slice(start, source.starts[line] ?? source.text.length).replace(/\r?\n$/, "");
}

function report(source: Lines, code: string, message: string, from: number, to: number): Diagnostic {
  const place = placeAt(source, { from, to });
  return { code, severity: "error", message, place, excerpt: excerpt(source, place.line) };
}

const quoted = (name: string): string => `"${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`;
