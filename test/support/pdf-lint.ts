import { createHash } from "node:crypto";
import { SaxesParser } from "saxes";
import { CHANGES_ID } from "../../src/document/change-id.ts";
import {
  type Dictionary,
  isDictionary,
  markedTexts,
  Name,
  type OpenPdf,
  openPdf,
  operatorsOf,
  Reference,
  type Value,
} from "./read-pdf.ts";

/**
 * What no validator looks at in a PDF of ours, and what must hold all the same. Each finding begins with the name of
 * its rule; a sound file has none.
 */
export function lintPdf(bytes: Uint8Array): readonly string[] {
  if (!/startxref\s+\d+\s+%%EOF\s*$/.test(Buffer.from(bytes.subarray(-40)).toString("latin1")))
    return ["whole: the file is cut short"];
  try {
    const pdf = openPdf(bytes);
    const elements = elementsOf(pdf);
    return RULES.flatMap((rule) => rule(pdf, elements));
  } catch (error) {
    return [`whole: the file cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

type Rule = (pdf: OpenPdf, elements: readonly Element[]) => readonly string[];

/** An element of the structure tree, in reading order. */
interface Element {
  readonly id: number;
  readonly type: string;
  readonly dictionary: Dictionary;
  readonly parent: Element | undefined;
  /** As inherited. */
  readonly lang: string;
  readonly marks: readonly { readonly page: number; readonly id: number }[];
  readonly annotations: readonly { readonly page: number | undefined; readonly object: number }[];
  /** Its own text, without that of elements in it. */
  readonly own: string;
}

function elementsOf(pdf: OpenPdf): readonly Element[] {
  const { catalog, dict, array, pages } = pdf;
  const texts = new Map(pages.map((page) => [page.id, markedTexts(pdf, page)]));
  const found: Element[] = [];
  const visit = (reference: Value, parent: Element | undefined): void => {
    if (!(reference instanceof Reference)) return;
    const dictionary = dict(reference);
    const at = pageOf(dictionary);
    const kids = array(dictionary.K);
    const marks: { page: number; id: number }[] = [];
    const annotations: { page: number | undefined; object: number }[] = [];
    for (const kid of kids) {
      if (typeof kid === "number") marks.push({ page: at ?? -1, id: kid });
      else if (isDictionary(kid) && typeof kid.MCID === "number")
        marks.push({ page: pageOf(kid) ?? at ?? -1, id: kid.MCID });
      else if (isDictionary(kid) && kid.Obj instanceof Reference)
        annotations.push({ page: pageOf(kid) ?? at, object: kid.Obj.id });
    }
    const element: Element = {
      id: reference.id,
      type: nameOf(dictionary.S),
      dictionary,
      parent,
      lang: typeof dictionary.Lang === "string" ? dictionary.Lang : (parent?.lang ?? String(catalog.Lang)),
      marks,
      annotations,
      own: marks.map(({ page, id }) => texts.get(page)?.get(id) ?? "").join(""),
    };
    found.push(element);
    for (const kid of kids) visit(kid, element);
  };
  for (const kid of array(dict(catalog.StructTreeRoot).K)) visit(kid, undefined);
  return found;
}

const pageOf = ({ Pg }: Dictionary): number | undefined => (Pg instanceof Reference ? Pg.id : undefined);
const nameOf = (value: Value | undefined): string => (value instanceof Name ? value.name : "");
const attribute = ({ dict, array }: OpenPdf, element: Element, owner: string, name: string): Value =>
  array(element.dictionary.A)
    .map(dict)
    .find(({ O }) => nameOf(O) === owner)?.[name] ?? null;
/** All text inside an element, in order. */
const textOf = (element: Element, elements: readonly Element[]): string =>
  elements
    .filter((one) => isWithin(one, element))
    .map(({ own }) => own)
    .join("");
function isWithin(element: Element | undefined, other: Element): boolean {
  return element !== undefined && (element === other || isWithin(element.parent, other));
}
const letters = (text: string): string => text.replace(/[\s\u00ad]/gu, "");

// ---- what is drawn

/** Every mark is closed where it was opened, none is inside another, and nothing is drawn outside. */
const marksAreBalanced: Rule = (pdf) =>
  pdf.pages.flatMap((page, index) => {
    const problems: string[] = [];
    const say = (what: string): void => void problems.push(`marks: ${what} on page ${index + 1}`);
    const open: ("mark" | "inner")[] = [];
    const ids = new Set<number>();
    let saved = 0;
    let inText = false;
    for (const { operator, operands } of operatorsOf(contentOf(pdf, page))) {
      if (operator === "BDC" || operator === "BMC") {
        if (operator === "BDC" && open.length > 0) say("a mark inside another");
        open.push(operator === "BDC" ? "mark" : "inner");
        const properties = operands[1];
        const id = isDictionary(properties ?? null) ? (properties as Dictionary).MCID : undefined;
        if (typeof id === "number") {
          if (ids.has(id)) say(`mark ${id} twice`);
          ids.add(id);
        }
      } else if (operator === "EMC") {
        if (open.pop() === undefined) say("the end of no mark");
      } else if (operator === "BT" || operator === "ET") {
        if (inText === (operator === "BT")) say(`${operator} out of turn`);
        inText = operator === "BT";
      } else if (operator === "q") saved++;
      else if (operator === "Q" && --saved < 0) say("Q without q");
      else if (DRAWS.has(operator) && open.length === 0) say(`${operator} outside of marks`);
    }
    if (open.length > 0) say("a mark that is not closed");
    if (saved > 0) say("q without Q");
    return problems;
  });
const DRAWS: ReadonlySet<string> = new Set("Tj TJ ' \" Do S s f F f* B B* b b* sh".split(" "));

const contentOf = ({ dict, objects }: OpenPdf, page: Reference): string => {
  const { Contents } = dict(page);
  const streams = Array.isArray(Contents) ? Contents : [Contents];
  return streams
    .map((one) => (one instanceof Reference ? (objects.get(one.id)?.stream?.toString("latin1") ?? "") : ""))
    .join("\n");
};

/** Marks and elements name each other, once each. */
const marksBelong: Rule = (pdf, elements) => {
  const owners = new Map<string, number>();
  const problems: string[] = [];
  for (const { marks, id: owner, type } of elements) {
    for (const { page, id } of marks) {
      if (owners.has(`${page} ${id}`))
        problems.push(`marks: mark ${id} belongs to two elements, one a ${type}`);
      owners.set(`${page} ${id}`, owner);
    }
  }
  const parents = parentTree(pdf);
  for (const [index, page] of pdf.pages.entries()) {
    const drawn = [...operatorsOf(contentOf(pdf, page))].flatMap(({ operator, operands }) => {
      const id = operator === "BDC" ? (operands[1] as Dictionary).MCID : undefined;
      return typeof id === "number" ? [id] : [];
    });
    const listed = pdf.array(parents.get(Number(pdf.dict(page).StructParents)));
    for (const id of drawn) {
      const owner = owners.get(`${page.id} ${id}`);
      const told = listed[id];
      if (owner === undefined) problems.push(`marks: mark ${id} on page ${index + 1} belongs to no element`);
      else if (!(told instanceof Reference) || told.id !== owner)
        problems.push(`marks: the parent tree gives mark ${id} on page ${index + 1} to another element`);
      owners.delete(`${page.id} ${id}`);
    }
  }
  for (const missing of owners.keys())
    problems.push(`marks: an element names mark ${missing}, which is not drawn`);
  return problems;
};

function parentTree({ catalog, dict, array }: OpenPdf): ReadonlyMap<number, Value> {
  const numbers = array(dict(dict(catalog.StructTreeRoot).ParentTree).Nums);
  const tree = new Map<number, Value>();
  for (let i = 0; i + 1 < numbers.length; i += 2) tree.set(Number(numbers[i]), numbers[i + 1] ?? null);
  return tree;
}

/** What is no part of the document says what it is instead: page furniture, rules, background. */
const artifactsAreTyped: Rule = (pdf) =>
  pdf.pages.flatMap((page, index) =>
    [...operatorsOf(contentOf(pdf, page))].flatMap(({ operator, operands }) => {
      if (operator !== "BDC" || nameOf(operands[0]) !== "Artifact") return [];
      const type = nameOf((operands[1] as Dictionary).Type);
      return ["Pagination", "Layout", "Background"].includes(type)
        ? []
        : [`artifacts: one without a type on page ${index + 1}`];
    }),
  );

/** Text stands out from white paper as WCAG asks for, 1.4.3; what is drawn large and faint behind it does not count. */
const textHasContrast: Rule = (pdf) =>
  pdf.pages.flatMap((page, index) => {
    const faint = new Set<string>();
    let color = [0, 0, 0];
    let size = 0;
    let isText = false;
    for (const { operator, operands } of operatorsOf(contentOf(pdf, page))) {
      if (operator === "rg") color = operands.map(Number);
      else if (operator === "g") color = [Number(operands[0]), Number(operands[0]), Number(operands[0])];
      else if (operator === "Tf") size = Number(operands[1]);
      else if (operator === "BDC") isText = nameOf(operands[0]) !== "Artifact";
      else if (operator === "TJ" && isText && contrast(color) < (size >= 18 ? 3 : 4.5))
        faint.add(`contrast: text in ${color.join(" ")} on page ${index + 1}`);
    }
    return [...faint];
  });

function contrast(color: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = color.map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  );
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

// ---- what is said

/** A link is named by its words, is found from its own page, and leads there from its element. */
const linksAreReached: Rule = (pdf, elements) => {
  const { pages, dict, array } = pdf;
  const parents = parentTree(pdf);
  const claimed = new Map(
    elements.flatMap((element) =>
      element.annotations.map((one) => [one.object, { ...one, element }] as const),
    ),
  );
  return pages.flatMap((page, index) =>
    array(dict(page).Annots).flatMap((reference) => {
      if (!(reference instanceof Reference)) return ["links: an annotation that is no object"];
      const annotation = dict(reference);
      if (nameOf(annotation.Subtype) !== "Link") return [];
      const say = (what: string): string => `links: ${what} on page ${index + 1}`;
      const claim = claimed.get(reference.id);
      const label = typeof annotation.Contents === "string" ? annotation.Contents.trim() : "";
      const parent = parents.get(Number(annotation.StructParent));
      const target = typeof annotation.Dest === "string" ? annotation.Dest : undefined;
      return [
        ...(claim ? [] : [say("one that is in no element")]),
        ...(claim && claim.page !== page.id ? [say("one that its element looks for on another page")] : []),
        ...(claim && claim.element.type !== "Link" ? [say(`one in a ${claim.element.type}`)] : []),
        ...(claim && !(parent instanceof Reference && parent.id === claim.element.id)
          ? [say("one whose parent is another element")]
          : []),
        ...(/\p{L}/u.test(label) || (label !== "" && target === undefined) ? [] : [say("one without words")]),
        ...(target === undefined || destinations(pdf).has(target)
          ? []
          : [say(`one that leads nowhere: ${target}`)]),
      ];
    }),
  );
};

function destinations({ catalog, dict, array }: OpenPdf): ReadonlySet<Value> {
  return new Set(array(dict(dict(catalog.Names).Dests).Names).filter((_, index) => index % 2 === 0));
}

/** A picture is described in words, not by its file. */
const figuresAreDescribed: Rule = (_, elements) =>
  elements.flatMap(({ type, dictionary }) => {
    if (type !== "Figure") return [];
    const said = String(dictionary.Alt ?? dictionary.ActualText ?? "").trim();
    return said === "" || /\.(png|jpe?g|svg)$/i.test(said) ? ["figures: one without words"] : [];
  });

/** Each language is told where it is spoken. Latin names and abbreviations in Chinese are part of it. */
const languagesAreTold: Rule = (_, elements) =>
  elements.flatMap(({ own, lang, type }) => {
    const han = /\p{Script=Han}/u.test(own) && !/^(zh|ja)\b/.test(lang);
    const english = /(?:\b[a-z]+\s+){5}/.test(own) && !/^[a-y]/.test(lang);
    return han || english ? [`language: a ${type} in ${lang} says “${own.trim().slice(0, 30)}”`] : [];
  });

/** Headings begin with the first, skip no level, and are what the outline lists, nested alike. */
const headingsMakeTheOutline: Rule = (pdf, elements) => {
  const headings = elements.filter(({ type }) => /^H[1-6]$/.test(type));
  const problems: string[] = [];
  let before = 0;
  const nested: number[] = [];
  const said = headings.map((heading) => {
    const level = Number(heading.type.slice(1));
    if (level > before + 1)
      problems.push(`headings: an ${heading.type} after ${before === 0 ? "nothing" : `an H${before}`}`);
    before = level;
    while ((nested.at(-1) ?? 0) >= level) nested.pop();
    nested.push(level);
    const aside = elements.filter(
      (one) => one.type === "Note" || one.type === "Reference" || leadsTo(pdf, one, CHANGES_ID),
    );
    const parts = elements.filter(
      (one) => isWithin(one, heading) && !aside.some((other) => isWithin(one, other)),
    );
    // A comparison lists what is struck only where nothing else is left; its parts stand here in another order.
    const decoration = (one: Element): string => nameOf(attribute(pdf, one, "Layout", "TextDecorationType"));
    const kept = parts.filter((one) => decoration(one) !== "LineThrough");
    const words = (ones: readonly Element[]): string => letters(ones.map(({ own }) => own).join(""));
    const isMarked = parts.some((one) => decoration(one) !== "");
    return { depth: nested.length, words: words(kept) || words(parts), isMarked };
  });
  const line = (depth: number, words: string, index: number): string =>
    `${depth} ${said[index]?.isMarked ? [...words].sort().join("") : words}`;
  const listed = outlineOf(pdf).map(({ depth, title }, index) => line(depth, letters(title), index));
  const told = said.map(({ depth, words }, index) => line(depth, words, index));
  if (listed.join("\n").toLowerCase() !== told.join("\n").toLowerCase())
    problems.push(`outline: it lists ${JSON.stringify(listed)}, the headings are ${JSON.stringify(told)}`);
  return problems;
};

/** Whether an element is a link to this place in the document. */
const leadsTo = ({ objects, dict }: OpenPdf, { annotations }: Element, target: string): boolean =>
  annotations.some(({ object }) => dict(objects.get(object)?.value).Dest === target);

function outlineOf({
  catalog,
  dict,
}: OpenPdf): readonly { readonly depth: number; readonly title: string }[] {
  const found: { depth: number; title: string }[] = [];
  const visit = (item: Value | undefined, depth: number): void => {
    for (let entry = dict(item); entry.Title !== undefined; entry = dict(entry.Next)) {
      found.push({ depth, title: String(entry.Title) });
      visit(entry.First, depth + 1);
    }
  };
  visit(dict(catalog.Outlines).First, 1);
  return found;
}

/** Lists say how they are numbered, as their labels show. */
const listsSayTheirNumbering: Rule = (pdf, elements) =>
  elements.flatMap((list) => {
    if (list.type !== "L") return [];
    const numbering = nameOf(attribute(pdf, list, "List", "ListNumbering"));
    const labels = elements.filter(({ type, parent }) => type === "Lbl" && parent?.parent === list);
    const counted = labels.some((label) => /[\p{N}a-z]/u.test(textOf(label, elements)));
    if (numbering === "") return ["lists: one without numbering"];
    return counted === ["None", "Disc"].includes(numbering)
      ? [`lists: a numbered one says ${numbering}`]
      : [];
  });

/** The head of a table is read once, however often it is printed. */
const tableHeadsAreReadOnce: Rule = (_, elements) =>
  elements.flatMap((head) => {
    if (head.type !== "THead") return [];
    const pages = new Set(
      elements.filter((one) => isWithin(one, head)).flatMap(({ marks }) => marks.map(({ page }) => page)),
    );
    return pages.size > 1 ? ["tables: a head is read on two pages"] : [];
  });

/** Notes can be told apart. */
const notesHaveNames: Rule = (_, elements) => {
  const names = elements.filter(({ type }) => type === "Note").map(({ dictionary }) => dictionary.ID);
  return names.every((name) => typeof name === "string" && name !== "") &&
    new Set(names).size === names.length
    ? []
    : ["notes: one without a name of its own"];
};

// ---- what the file says of itself

/** The metadata are XML that says the same as the properties, and claims what the file is. */
const metadataAgree: Rule = ({ catalog, trailer, objects, dict, get }) => {
  const { Metadata } = catalog;
  const xml = Metadata instanceof Reference ? (objects.get(Metadata.id)?.stream?.toString("utf8") ?? "") : "";
  const problems: string[] = [];
  const texts = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => void problems.push(`metadata: ${error.message}`));
  parser.on("opentag", ({ name }) => void path.push(name));
  parser.on("text", (text) => void texts.set(path.join("/"), (texts.get(path.join("/")) ?? "") + text));
  parser.on("closetag", () => void path.pop());
  parser.write(xml).close();
  const said = (end: string): string => [...texts].find(([place]) => place.endsWith(end))?.[1].trim() ?? "";
  const info = dict(trailer.Info);
  const claims: readonly (readonly [string, string, string])[] = [
    ["title", said("dc:title/rdf:Alt/rdf:li"), String(get(info.Title))],
    ["PDF/UA", said("pdfuaid:part"), "1"],
    ["PDF/A", said("pdfaid:part") + said("pdfaid:conformance"), "3A"],
  ];
  for (const [what, found, wanted] of claims)
    if (found !== wanted) problems.push(`metadata: ${what} is “${found}”, not “${wanted}”`);
  return problems;
};

/** What travels inside is whole, and the record the one whose digest the file names. */
const attachmentsAreWhole: Rule = ({ catalog, trailer, objects, dict, array, get }) => {
  const digest = get(dict(trailer.Info).RecordDigest);
  const listed = array(dict(dict(catalog.Names).EmbeddedFiles).Names).filter(
    (one) => one instanceof Reference,
  );
  const associated = array(catalog.AF).filter((one) => one instanceof Reference);
  const problems = listed.length === associated.length ? [] : ["attachments: some are not associated"];
  for (const one of associated) {
    const specification = dict(one);
    const { F, UF } = dict(specification.EF);
    const stream = F instanceof Reference ? objects.get(F.id)?.stream : undefined;
    const name = String(specification.UF ?? specification.F);
    const say = (what: string): void => void problems.push(`attachments: ${name} ${what}`);
    if (specification.F !== specification.UF || !(UF instanceof Reference)) say("has a name or file missing");
    if (!stream) {
      say("is not there");
      continue;
    }
    const file = dict(F);
    const { CheckSum, Size } = dict(file.Params);
    if (Size !== stream.length) say("has another size");
    if (CheckSum !== createHash("md5").update(stream).digest().toString("latin1"))
      say("has another checksum");
    if (!/^[a-z]+#2F[a-z+.-]+$/.test(nameOf(file.Subtype))) say("has no bare media type");
    if (nameOf(specification.AFRelationship) === "") say("says nothing of what it is");
    if (name === "record.json" && digest !== createHash("sha256").update(stream).digest("hex"))
      say("is not the record whose digest the file names");
  }
  return problems;
};

/** Readers show the title, step through links in reading order, count pages, and know that there is a structure. */
const readersAreGuided: Rule = ({ catalog, pages, dict }) => [
  ...(dict(catalog.ViewerPreferences).DisplayDocTitle === true ? [] : ["catalog: the title is not shown"]),
  ...(dict(catalog.MarkInfo).Marked === true ? [] : ["catalog: not marked as tagged"]),
  ...(dict(catalog.PageLabels).Nums === undefined ? ["catalog: pages have no labels"] : []),
  ...(typeof catalog.Lang === "string" && catalog.Lang !== "" ? [] : ["catalog: no language"]),
  ...pages.flatMap((page, index) => {
    const { Tabs, Annots } = dict(page);
    return Annots === undefined || nameOf(Tabs) === "S"
      ? []
      : [`catalog: page ${index + 1} has no order of tabs`];
  }),
];

const RULES: readonly Rule[] = [
  marksAreBalanced,
  marksBelong,
  artifactsAreTyped,
  textHasContrast,
  linksAreReached,
  figuresAreDescribed,
  languagesAreTold,
  headingsMakeTheOutline,
  listsSayTheirNumbering,
  tableHeadsAreReadOnce,
  notesHaveNames,
  metadataAgree,
  attachmentsAreWhole,
  readersAreGuided,
];
