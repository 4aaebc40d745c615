import { createHash } from "node:crypto";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { realFonts } from "./fonts.ts";
import { isDictionary, Name, Reference, type Value } from "./read-pdf.ts";
import { builtInSheet } from "./sheet.ts";
import { RICH } from "./specimens.ts";
import { type Changeable, type OpenObjects, tampered } from "./tamper.ts";

const sound = await (async (): Promise<Uint8Array> => {
  const fonts = realFonts();
  const record = new TextEncoder().encode('{"id":"garden-club"}');
  const digest = createHash("sha256").update(record).digest("hex");
  const document = { ...RICH, meta: { ...RICH.meta, digest } };
  const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error(JSON.stringify(laid.diagnostics));
  return writePdf(document, laid.value, fonts.opened, {
    attachments: [
      {
        name: "record.json",
        mediaType: "application/json",
        bytes: record,
        description: "The record",
        relationship: "Source",
      },
    ],
  });
})();

/** The specimen with everything in it, as it should be. */
export const soundPdf = (): Uint8Array => sound;

const named = (value: Value | undefined, name: string): boolean =>
  value instanceof Name && value.name === name;
const element =
  (type: string) =>
  ({ S }: Changeable): boolean =>
    named(S, type);
const first = (found: readonly Changeable[]): Changeable => {
  const [one] = found;
  if (!one) throw new Error("there is nothing to make wrong");
  return one;
};
const link = (pdf: OpenObjects, within: boolean): Changeable =>
  first(pdf.find((one) => named(one.Subtype, "Link") && (one.Dest !== undefined) === within));
const file = (pdf: OpenObjects): Changeable => first(pdf.find(({ Type }) => named(Type, "EmbeddedFile")));

/** A file made wrong in one way, and who must notice: veraPDF by a profile, or our own checks by a rule. */
export interface Fault {
  readonly name: string;
  readonly caughtBy: readonly ("ua1" | "3a" | "ours")[];
  /** The first word of our own finding. */
  readonly rule?: string;
  readonly make: () => Uint8Array;
}

const fault = (
  name: string,
  caughtBy: readonly ("ua1" | "3a")[],
  rule: string | undefined,
  change: (pdf: OpenObjects) => void,
): Fault => ({
  name,
  caughtBy: [...caughtBy, ...(rule === undefined ? [] : (["ours"] as const))],
  ...(rule !== undefined && { rule }),
  make: () => tampered(soundPdf(), change),
});

/** A name that says nothing when it is set: what stands for a gap. */
const GAP = undefined as unknown as Value;

export const FAULTS: readonly Fault[] = [
  fault("content outside the structure", ["ua1"], "marks", (pdf) =>
    pdf.draw((content) => content.replace(/\/H1 <<[^>]*>> BDC BT([\s\S]*?)ET EMC/, "BT$1ET")),
  ),
  fault("a figure without words", ["ua1"], "figures", (pdf) => {
    first(pdf.find(element("Figure"))).Alt = GAP;
  }),
  fault("a figure named by its file", [], "figures", (pdf) => {
    first(pdf.find(element("Figure"))).Alt = "plan.svg";
  }),
  fault("a note without a name", ["ua1"], "notes", (pdf) => {
    first(pdf.find(element("Note"))).ID = GAP;
  }),
  fault("two notes of one name", ["ua1"], "notes", (pdf) => {
    for (const note of pdf.find(element("Note"))) note.ID = "note";
  }),
  fault("a heading two levels down", ["ua1"], "headings", (pdf) => {
    first(pdf.find(element("H3"))).S = new Name("H4");
  }),
  fault("a row that is a cell short", ["ua1"], undefined, (pdf) => {
    const row = first(pdf.find((one) => element("TR")(one) && Array.isArray(one.K) && one.K.length === 3));
    row.K = (row.K as readonly Value[]).slice(1);
  }),
  fault("a type that no reader knows", ["ua1", "3a"], undefined, (pdf) => {
    first(pdf.find(element("L"))).S = new Name("Motion");
  }),
  fault("a character without a glyph", ["ua1", "3a"], undefined, (pdf) =>
    pdf.draw((content) => content.replace("[(", "[(\0")),
  ),
  fault("a colour of the press", ["3a"], undefined, (pdf) =>
    pdf.draw((content) => content.replace(/ rg /, " rg 0 0 0 1 k ")),
  ),
  fault("a media type with parameters", ["3a"], "attachments", (pdf) => {
    file(pdf).Subtype = new Name("application#2Fjson#3Bcharset#3Dutf-8");
  }),
  fault("an attached file under one name only", ["ua1", "3a"], "attachments", (pdf) => {
    first(pdf.find(({ Type }) => named(Type, "Filespec"))).UF = GAP;
  }),
  fault("a link without words", ["ua1"], "links", (pdf) => {
    link(pdf, false).Contents = "";
  }),
  fault("a link within that is called by a number", [], "links", (pdf) => {
    link(pdf, true).Contents = "2";
  }),
  fault("a link that leads nowhere", [], "links", (pdf) => {
    link(pdf, true).Dest = "nowhere";
  }),
  fault("a link looked for on another page", [], "links", (pdf) => {
    const pages = [...pdf.objects].filter(
      ([, { value }]) => isDictionary(value) && named(value.Type, "Page"),
    );
    for (const one of pdf.find(element("Link")))
      for (const kid of [one.K].flat() as Changeable[])
        if (isDictionary(kid) && kid.Obj) (kid as Changeable).Pg = new Reference(pages.at(-1)?.[0] ?? 0);
  }),
  fault("a title that breaks the metadata", ["ua1", "3a"], "metadata", (pdf) => {
    for (const stored of pdf.objects.values()) {
      if (!isDictionary(stored.value) || !named(stored.value.Subtype, "XML")) continue;
      stored.stream = Buffer.from(stored.stream?.toString("utf8").replaceAll("&amp;", "&") ?? "");
    }
  }),
  fault("metadata that claim less", ["ua1", "3a"], "metadata", (pdf) => {
    for (const stored of pdf.objects.values()) {
      if (!isDictionary(stored.value) || !named(stored.value.Subtype, "XML")) continue;
      stored.stream = Buffer.from(
        stored.stream?.toString("utf8").replaceAll(/<(pdfuaid|pdfaid):part>\d</g, "<$1:part>9<") ?? "",
      );
    }
  }),
  fault("the end of a mark that never began", [], "marks", (pdf) => pdf.draw((content) => `${content}\nEMC`)),
  fault("two elements with one mark", [], "marks", (pdf) => {
    const [one, other] = pdf.find((each) => element("P")(each) && typeof each.K === "number");
    if (one && other) Object.assign(other, { K: one.K, Pg: one.Pg });
  }),
  fault("page furniture without a type", [], "artifacts", (pdf) =>
    pdf.draw((content) => content.replace("/Artifact <</Type /Pagination>>", "/Artifact <<>>")),
  ),
  fault("text too faint to read", [], "contrast", (pdf) =>
    pdf.draw((content) => content.replace(/(\/P <<[^>]*>> BDC BT)/, "$1 0.8 0.8 0.8 rg")),
  ),
  fault("Chinese that is called English", [], "language", (pdf) => {
    for (const one of pdf.find(({ Lang, S }) => Lang === "zh" && S !== undefined)) one.Lang = GAP;
  }),
  fault("an outline that misses a heading", [], "outline", (pdf) => {
    const items = pdf.find(({ Title, Parent }) => Title !== undefined && Parent !== undefined);
    first(items).Title = "Something else";
  }),
  fault("a numbered list that says it is none", [], "lists", (pdf) => {
    for (const one of pdf.find(element("L")))
      one.A = [{ O: new Name("List"), ListNumbering: new Name("None") }];
  }),
  fault("a list that says nothing of its numbers", [], "lists", (pdf) => {
    first(pdf.find(element("L"))).A = GAP;
  }),
  fault("an attached file that is not what its checksum says", [], "attachments", (pdf) => {
    (file(pdf).Params as Changeable).CheckSum = "0123456789abcdef";
  }),
  fault("a record that is not the one of the paper", [], "attachments", (pdf) => {
    const record = Buffer.from('{"id":"chess-club"}');
    for (const stored of pdf.objects.values()) {
      if (!isDictionary(stored.value) || !named(stored.value.Type, "EmbeddedFile")) continue;
      stored.stream = record;
      Object.assign(stored.value.Params as Changeable, {
        Size: record.length,
        CheckSum: createHash("md5").update(record).digest().toString("latin1"),
      });
    }
  }),
  fault("pages without labels", [], "catalog", (pdf) => {
    first(pdf.find(({ Type }) => named(Type, "Catalog"))).PageLabels = GAP;
  }),
  fault("links in no order", ["ua1"], "catalog", (pdf) => {
    for (const page of pdf.find(({ Type }) => named(Type, "Page"))) page.Tabs = GAP;
  }),
  fault("a paper without a language", ["ua1"], "catalog", (pdf) => {
    first(pdf.find(({ Type }) => named(Type, "Catalog"))).Lang = GAP;
  }),
  {
    name: "a file cut short",
    caughtBy: ["ua1", "3a", "ours"],
    rule: "whole",
    make: () => soundPdf().subarray(0, -200),
  },
];
