import type { Orientation } from "../../document/model.ts";
import type { Geometry } from "../../style/geometry.ts";
import { CONTENT_TYPES, extend, type Parts } from "./parts.ts";
import { DECLARATION, tag } from "./xml.ts";

/** What an organisation's own Word file gives to ours: its styles, page set-up, heads and feet, logo and theme. */
export interface Reference {
  readonly styles: string;
  readonly theme: string | undefined;
  /** Of its last section, as Word takes over when text is pasted: size and margins of the page, its first page. */
  readonly section: { readonly page: string; readonly margins: string; readonly titlePage: boolean };
  readonly furniture: readonly Furniture[];
}

/** A head or foot with what it shows. */
interface Furniture {
  readonly kind: "header" | "footer";
  readonly type: "default" | "first" | "even";
  readonly xml: string;
  /** Pictures and links, by relation id. */
  readonly relations: readonly Relation[];
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  /** Bytes of a picture; absent for a link. */
  readonly media?: Uint8Array;
}

/** Why a file cannot serve as a reference, in words that go on after its name. */
export type Refusal = { readonly refused: string };

const MAIN = "word/document.xml";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Takes what is wanted from the parts of a Word file; a template (.dotx) will do. */
export function referenceOf(parts: ReadonlyMap<string, Uint8Array>): Reference | Refusal {
  const text = (path: string): string | undefined => {
    const bytes = parts.get(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const body = text(MAIN);
  const styles = text("word/styles.xml");
  if (body === undefined || styles === undefined) return { refused: "is no Word file with styles" };
  const section =
    /<w:sectPr\b[^>]*>(?:(?!<w:sectPr\b).)*<\/w:sectPr>(?=\s*<\/w:body>)/s.exec(body)?.[0] ?? "";
  const related = relationsOf(text, MAIN);
  const furniture = [...section.matchAll(/<w:(header|footer)Reference\b([^>]*)\/>/g)].flatMap(
    ([, kind, attributes = ""]): Furniture[] => {
      const target = related.find(({ id }) => id === attribute(attributes, "r:id"))?.target ?? "";
      const xml = text(target);
      const type = attribute(attributes, "w:type");
      if (xml === undefined || (kind !== "header" && kind !== "footer") || !isType(type)) return [];
      return [{ kind, type, xml, relations: shown(relationsOf(text, target), parts) }];
    },
  );
  const unsafe = [styles, text(THEME) ?? "", ...furniture.map(({ xml }) => xml)].some((xml) =>
    /<!(?:DOCTYPE|ENTITY)/i.test(xml),
  );
  if (unsafe) return { refused: "declares entities, as no Word file does" };
  return {
    styles,
    theme: text(THEME),
    section: {
      page: /<w:pgSz\b[^>]*\/>/.exec(section)?.[0] ?? "",
      margins: /<w:pgMar\b[^>]*\/>/.exec(section)?.[0] ?? "",
      titlePage: /<w:titlePg(?:\s*\/>|\s+w:val="(?:1|true|on)")/.test(section),
    },
    furniture,
  };
}

const THEME = "word/theme/theme1.xml";

const isType = (type: string | undefined): type is Furniture["type"] =>
  type === "default" || type === "first" || type === "even";

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];

function relationsOf(text: (path: string) => string | undefined, path: string): readonly Relation[] {
  const xml = text(path.replace(/([^/]+)$/, "_rels/$1.rels")) ?? "";
  return [...xml.matchAll(/<Relationship\b([^>]*?)\/?>/g)].map(([, attributes = ""]) => {
    const target = attribute(attributes, "Target") ?? "";
    const isOutside = attribute(attributes, "TargetMode") === "External";
    return {
      id: attribute(attributes, "Id") ?? "",
      type: attribute(attributes, "Type") ?? "",
      target: isOutside ? target : target.startsWith("/") ? target.slice(1) : `word/${target}`,
    };
  });
}

/** Pictures with their bytes, and links; whatever else a head leads to stays behind. */
const shown = (relations: readonly Relation[], parts: ReadonlyMap<string, Uint8Array>): readonly Relation[] =>
  relations.flatMap((relation) => {
    if (relation.type === `${OFFICE}/hyperlink`) return [relation];
    const media = relation.type === `${OFFICE}/image` ? parts.get(relation.target) : undefined;
    return media ? [{ ...relation, media }] : [];
  });

// ---- put into our file

/** Puts the house's theme, heads and feet into the package. Changes `parts`. */
export function dress(parts: Parts, reference: Reference, styles: HouseStyles): void {
  parts.set("word/styles.xml", styles.xml);
  if (reference.theme !== undefined) parts.set(THEME, reference.theme);
  if (reference.furniture.length > 0) undress(parts);
  reference.furniture.forEach(({ kind, xml, relations }, index) => {
    const path = `word/house${index + 1}.xml`;
    parts.set(path, unnumbered(renamed(xml, styles.ids)));
    extend(
      parts,
      CONTENT_TYPES,
      "</Types>",
      tag("Override", { PartName: `/${path}`, ContentType: `${WORD_TYPE}.${kind}+xml` }),
    );
    const written = relations.map((relation, number) => {
      if (!relation.media)
        return tag("Relationship", {
          Id: relation.id,
          Type: relation.type,
          Target: relation.target,
          TargetMode: "External",
        });
      const ending = /\.(\w+)$/.exec(relation.target)?.[1]?.toLowerCase() ?? "";
      const target = `media/house${index + 1}-${number + 1}.${ending}`;
      parts.set(`word/${target}`, relation.media);
      knowEnding(parts, ending);
      return tag("Relationship", { Id: relation.id, Type: relation.type, Target: target });
    });
    parts.set(
      `word/_rels/house${index + 1}.xml.rels`,
      `${DECLARATION}<Relationships xmlns="${RELATIONS}">${written.join("")}</Relationships>`,
    );
  });
}

/** Our own heads and feet, which nothing names any more. */
function undress(parts: Parts): void {
  const own = [...parts.keys()].flatMap(
    (path) => /^word\/((?:header|footer)\d+\.xml)$/.exec(path)?.[1] ?? [],
  );
  for (const name of own) {
    parts.delete(`word/${name}`);
    parts.delete(`word/_rels/${name}.rels`);
    without(parts, CONTENT_TYPES, "Override", `/word/${name}`);
    without(parts, "word/_rels/document.xml.rels", "Relationship", name);
  }
}

function without(parts: Parts, path: string, element: string, value: string): void {
  const xml = parts.get(path);
  if (typeof xml !== "string") return;
  const entry = new RegExp(`<${element}\\b[^>]*="${value.replaceAll(".", "\\.")}"[^>]*/>`);
  parts.set(path, xml.replace(entry, ""));
}

const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const MEDIA: Readonly<Record<string, string>> = {
  emf: "image/x-emf",
  wmf: "image/x-wmf",
  gif: "image/gif",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  svg: "image/svg+xml",
  tif: "image/tiff",
  tiff: "image/tiff",
  bmp: "image/bmp",
};

function knowEnding(parts: Parts, ending: string): void {
  const types = parts.get(CONTENT_TYPES);
  const type = MEDIA[ending];
  if (typeof types !== "string" || !type || types.includes(`Extension="${ending}"`)) return;
  // defaults stand before overrides
  parts.set(
    CONTENT_TYPES,
    types.replace(/<Default /, (first) => tag("Default", { Extension: ending, ContentType: type }) + first),
  );
}

/**
 * The properties of a section as the house has them: its page, turned where ours lies; its heads and feet in place of
 * ours. `relate` gives the id of a relation to a part.
 */
export function houseSection(
  xml: string,
  { section, furniture }: Reference,
  relate: (kind: Furniture["kind"], target: string) => string,
): string {
  const lying = xml.includes('w:orient="landscape"');
  const page = section.page === "" ? undefined : lying ? turned(section.page) : section.page;
  const own = furniture.map(({ kind, type }, index) =>
    tag(`w:${kind}Reference`, { "w:type": type, "r:id": relate(kind, `house${index + 1}.xml`) }),
  );
  const isFirst = xml.includes("<w:titlePg");
  return xml
    .replace(/<w:pgSz\b[^>]*\/>/, (ours) => page ?? ours)
    .replace(/<w:pgMar\b[^>]*\/>/, (ours) => (section.margins === "" ? ours : section.margins))
    .replace(/(?:<w:(?:header|footer)Reference\b[^>]*\/>)+/, (ours) => (own.length > 0 ? own.join("") : ours))
    .replace(/<w:titlePg[^>]*\/>/, (ours) =>
      own.length === 0 || (section.titlePage && isFirst) ? ours : "",
    );
}

/** The pages of the house, turned where ours lie; what its file does not say of them is as on `ours`. */
export function houseGeometry(ours: Geometry, { section }: Reference, orientation: Orientation): Geometry {
  const length = (element: string, name: string): number =>
    Number(attribute(element, `w:${name}`) ?? Number.NaN) / TWIPS;
  const [wide, tall] = orientation === "landscape" ? ["h", "w"] : ["w", "h"];
  const paper = { width: length(section.page, wide), height: length(section.page, tall) };
  const [left, right, top, bottom] = ["left", "right", "top", "bottom"].map((side) =>
    Math.abs(length(section.margins, side)),
  ) as [number, number, number, number]; // as many as sides
  const x = left + (length(section.margins, "gutter") || 0);
  const [width, height] = [paper.width - x - right, paper.height - top - bottom];
  if (!(width > 0 && height > 0)) return ours;
  return { paper, width, height, areaOn: () => ({ x, y: top, width, height }) };
}

/** In a point. */
const TWIPS = 20;

function turned(page: string): string {
  const [width, height] = [attribute(page, "w:w"), attribute(page, "w:h")];
  return tag("w:pgSz", { "w:w": height, "w:h": width, "w:orient": "landscape" });
}

// ---- styles

/** Both files' styles as one sheet. */
export interface HouseStyles {
  readonly xml: string;
  /** What the house's ids have become. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * The house's styles, with those of ours that it lacks. Styles are the same when their names are, whatever language of
 * Word gave them ids; ours keep their ids, since our text uses them. The lists that styles are counted in are ours.
 */
export function houseStyles(house: string, ours: string): HouseStyles {
  const own = new Map(stylesIn(ours).map((style) => [keyOf(style), style]));
  const theirs = stylesIn(house);
  const taken = new Set([...own.values()].map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const style of theirs) {
    const same = own.get(keyOf(style));
    ids.set(style.id, same?.id ?? (taken.has(style.id) ? `${style.id}House` : style.id));
  }
  const names = new Set([...own.values()].map(({ name }) => name));
  const merged = theirs.map((style) => {
    const same = own.get(keyOf(style));
    // a name may not stand for two kinds of style
    const otherKind = !same && names.has(style.name);
    const list = same && /<w:numPr>.*?<\/w:numPr>/s.exec(same.xml)?.[0];
    const xml = otherKind ? style.xml.replace(/(<w:name\b[^>]*?w:val="[^"]*)"/, '$1 (house)"') : style.xml;
    return counted(unnumbered(renamed(xml, ids)), list ?? "");
  });
  const known = new Set(theirs.map(keyOf));
  const added = [...own.values()].filter((style) => !known.has(keyOf(style)));
  // only one style of a kind may be the default
  const defaults = new Set(theirs.filter(({ isDefault }) => isDefault).map(({ type }) => type));
  const rest = added.map(({ xml, type }) =>
    defaults.has(type) ? xml.replace(/ w:default="(?:1|true|on)"/, "") : xml,
  );
  const at = house.lastIndexOf("</w:styles>");
  const head = house.slice(0, house.search(/<w:style\b/));
  const root = /<w:styles\b[^>]*>/.exec(ours)?.[0] ?? "";
  return {
    xml: `${withNamespaces(head, root)}${merged.join("")}${rest.join("")}${house.slice(at)}`,
    ids,
  };
}

interface NamedStyle {
  readonly xml: string;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly isDefault: boolean;
}

const stylesIn = (xml: string): readonly NamedStyle[] =>
  [...xml.matchAll(/<w:style\b([^>]*)>.*?<\/w:style>/gs)].map(([whole, attributes = ""]) => ({
    xml: whole,
    id: attribute(attributes, "w:styleId") ?? "",
    name: (/<w:name\b[^>]*?w:val="([^"]*)"/.exec(whole)?.[1] ?? "").toLowerCase(),
    type: attribute(attributes, "w:type") ?? "paragraph",
    isDefault: /^(?:1|true|on)$/.test(attribute(attributes, "w:default") ?? ""),
  }));

const keyOf = ({ type, name }: NamedStyle): string => `${type} ${name}`;

/** Ids of styles, where they are given and wherever they are named. */
const renamed = (xml: string, ids: ReadonlyMap<string, string>): string =>
  xml
    .replace(/ w:styleId="([^"]*)"/, (all, id: string) => (ids.has(id) ? ` w:styleId="${ids.get(id)}"` : all))
    .replace(
      /(<w:(?:basedOn|next|link|pStyle|rStyle|tblStyle)\b[^>]*?w:val=")([^"]*)"/g,
      (all, start: string, id: string) => (ids.has(id) ? `${start}${ids.get(id)}"` : all),
    );

/** Lists of another file are not there. */
const unnumbered = (xml: string): string => xml.replace(/<w:numPr>.*?<\/w:numPr>|<w:numPr\/>/gs, "");

/** A paragraph style counted in a list: its properties have an order (ECMA-376, 17.3.1.26). */
function counted(xml: string, list: string): string {
  if (list === "") return xml;
  const before = /<w:pPr>(?:<w:(?:keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*\/>)*/;
  if (before.test(xml)) return xml.replace(before, (start) => start + list);
  const pPr = `<w:pPr>${list}</w:pPr>`;
  return xml.includes("<w:rPr>")
    ? xml.replace("<w:rPr>", `${pPr}<w:rPr>`)
    : xml.replace("</w:style>", `${pPr}</w:style>`);
}

/** The head of the house's sheet, with the namespaces that our styles use. */
function withNamespaces(head: string, root: string): string {
  return head.replace(/<w:styles\b([^>]*)>/, (_, attributes: string) => {
    const missing = [...root.matchAll(/ (xmlns:\w+)="[^"]*"/g)].filter(
      ([, name = ""]) => !attributes.includes(`${name}=`),
    );
    const all = attributes + missing.map(([whole]) => whole).join("");
    const ignorable = /mc:Ignorable="([^"]*)"/.exec(all)?.[1];
    const wanted = /mc:Ignorable="([^"]*)"/.exec(root)?.[1] ?? "";
    const prefixes = [...new Set([...(ignorable ?? "").split(" "), ...wanted.split(" ")])]
      .filter(Boolean)
      .join(" ");
    const rest = all.replace(/ mc:Ignorable="[^"]*"/, "");
    return `<w:styles${rest}${prefixes === "" ? "" : ` mc:Ignorable="${prefixes}"`}>`;
  });
}
