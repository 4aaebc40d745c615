import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type CopySettings, makeCopies } from "../../src/copies.ts";
import type { Resources } from "../../src/library.ts";
import { extrasOf, lockOf } from "../../src/pipeline/finish.ts";
import { open } from "../../src/pipeline/open.ts";
import type { Options } from "../../src/pipeline/options.ts";
import { holdersOf } from "../../src/record/holders.ts";
import { type Verdict, type VerifyOptions, verify } from "../../src/verify/verify.ts";
import { houseFile } from "../support/house-file.ts";
import { builtIn, example, paperOf, papersOf } from "../support/papers.ts";
import { isDictionary, readPdf, type Value } from "../support/read-pdf.ts";
import { type OpenObjects, tampered } from "../support/tamper.ts";
import { variedRecord } from "../support/varied-record.ts";
import { keyFile } from "../write/pdf/keys.ts";

const text = example("northwind-board-2026-03");

async function verdictOn(
  bytes: Uint8Array,
  options: VerifyOptions = {},
  resources: Resources = builtIn,
): Promise<Verdict> {
  const outcome = await verify({ bytes, file: "f" }, options, resources);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  expect(outcome.diagnostics).toEqual([]);
  return outcome.value;
}
const resultOf = async (bytes: Uint8Array, options: VerifyOptions = {}): Promise<string> =>
  (await verdictOn(bytes, options)).result;
const told = async (bytes: Uint8Array, options: VerifyOptions = {}): Promise<readonly string[]> =>
  (await verify({ bytes, file: "f" }, options, builtIn)).diagnostics.map(({ code }) => code);

/** The differences, a line each; which paragraph it is depends on the look. */
const linesOf = ({ differences }: Verdict): readonly string[] =>
  differences.map(({ part, message, found, made }) =>
    [part, message.replace(/\d+$/, "#"), found, made].filter((one) => one !== undefined).join(" | "),
  );

/** What signs copies. */
async function signing(): Promise<Pick<CopySettings, "signer">> {
  const opened = open({ text, file: "m.yaml" }, { sign: keyFile("rsa.p12") }, builtIn);
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
  const extras = await extrasOf(opened.value);
  return extras.ok && extras.value.signer ? { signer: extras.value.signer } : {};
}

const pdf = await paperOf(text, "pdf");
const docx = await paperOf(text, "docx");

describe("a paper that was asked to look like the house's own Word file", async () => {
  const house = { bytes: await paperOf(text, "docx", { theme: "official-zh" }), file: "house.docx" };
  const made = await papersOf(text, { documents: ["brief"], reference: house });
  const word = made.find(({ format }) => format === "docx")?.bytes ?? new Uint8Array();

  it("is exactly what its record gives, when that file is given", async () => {
    expect(await resultOf(word, { reference: house })).toBe("exact");
  });
  it("says by its digest which file it needs", async () => {
    const bare = await verdictOn(word);
    expect(bare.result).toBe("different");
    expect(bare.reasons).toEqual([
      `it was made with a Word file of the house, whose SHA-256 begins with ${bare.production.reference}: name it with --reference`,
    ]);
    const other = { bytes: docx, file: "other.docx" };
    expect((await verdictOn(word, { reference: other })).reasons).toEqual([
      `it was made with another Word file of the house than other.docx, one whose SHA-256 begins with ${bare.production.reference}`,
    ]);
  });
  it("is judged with papers that were not", async () => {
    const pdfs = made.filter(({ format }) => format === "pdf");
    expect(await resultOf(pdfs[0]?.bytes ?? new Uint8Array(), { reference: house })).toBe("exact");
    expect(await resultOf(docx, { reference: house })).toBe("exact");
  });
});

describe("a paper is exactly what its record gives", () => {
  it.each(["northwind-board-2026-03", "yunhe-congress-2026", "lishen-2024-annual-meeting"])(
    "in all papers of %s",
    async (name) => {
      for (const { bytes } of await papersOf(example(name))) expect(await resultOf(bytes)).toBe("exact");
    },
  );
  it.each([2, 3])("in papers of made-up record %i", async (seed) => {
    const { text: record, document, lang } = variedRecord(seed);
    for (const { bytes } of await papersOf(record, { documents: [document], lang }))
      expect(await resultOf(bytes)).toBe("exact");
  });
  it.each<readonly [string, Options]>([
    ["language", { lang: "zh" }],
    ["theme", { theme: "official-zh" }],
    ["profile", { profile: "roberts" }],
    ["watermark", { watermark: "DRAFT “2”" }],
  ])("with another %s", async (_, options) => {
    for (const { bytes } of await papersOf(text, { ...options, documents: ["brief"] }))
      expect(await resultOf(bytes)).toBe("exact");
  });
  it("with something withheld", async () => {
    const withheld = `${text}\nredactions: [{ path: "agenda.portbury.summary[1]", mark: "[closed]", ground: Rule 4 }]\n`;
    for (const { bytes } of await papersOf(withheld)) expect(await resultOf(bytes)).toBe("exact");
  });
  it("for an audience, also by the whole record", async () => {
    const closed = text.replace("  - id: insurance\n", "  - id: insurance\n    public: false\n");
    expect(closed).not.toBe(text);
    for (const { bytes } of await papersOf(closed, { audience: "public", documents: ["minutes"] })) {
      expect(await resultOf(bytes)).toBe("exact");
      expect(await resultOf(bytes, { record: { text: closed, file: "m.yaml" } })).toBe("exact");
    }
  });
  it("up to its signature", async () => {
    const signed = await paperOf(text, "pdf", { sign: keyFile("rsa.p12") });
    expect(await resultOf(signed)).toBe("signed");
  });
  it("under its lock, signed or not", async () => {
    const lock = { encrypt: { password: "secret" } };
    const locked = await paperOf(text, "pdf", lock);
    expect(await resultOf(locked, { password: "secret" })).toBe("locked");
    const both = await paperOf(text, "pdf", { ...lock, sign: keyFile("ec.p12") });
    expect(await resultOf(both, { password: "secret" })).toBe("locked");
    expect(await told(locked)).toEqual(["paper/locked"]);
    expect(await told(locked, { password: "other" })).toEqual(["paper/wrong-password"]);
  });
  it("judged by a record of one's own", async () => {
    const bare = await paperOf(text, "pdf", { attachRecord: false });
    const record = { text, file: "m.yaml" };
    expect(await told(bare)).toEqual(["paper/no-record"]);
    expect(await resultOf(bare, { record })).toBe("exact");
    expect(await resultOf(docx, { record })).toBe("exact");
    const { result, differences } = await verdictOn(pdf, {
      record: { text: text.replace("14:00", "14:05"), file: "m" },
    });
    expect([result, differences[0]?.part]).toEqual(["different", "record"]);
  });
});

describe("a personal copy", async () => {
  const list = `
distribution:
  - { to: okafor, formats: [pdf, docx] }
  - { to: haddad, language: zh }
  - { to: { text: מרים כהן }, role: copy }
`;
  const ours = text.replace(/\ndistribution:\n(?: {2}- .*\n)+/, list);
  const copiesOf = async (settings: Partial<CopySettings>, options: Options = {}) => {
    const opened = open({ text: ours, file: "m.yaml" }, { documents: ["brief"], ...options }, builtIn);
    if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
    const { whole, documents, lang } = opened.value;
    const owners = holdersOf(whole, "brief", { documents }).filter((one) => one.lang === lang);
    const made = await makeCopies(opened.value, "brief", {
      formats: ["pdf", "docx"],
      owners,
      marked: false,
      ...settings,
    });
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    return Promise.all(
      made.value.flatMap(({ copy }) =>
        owners.map(async (owner, index) => ({ owner, bytes: (await copy(index)).bytes })),
      ),
    );
  };
  const record = { text: ours, file: "m.yaml" };

  it.each<readonly [string, Partial<CopySettings>, Options]>([
    ["as it is", {}, {}],
    ["with its mark", { marked: true }, {}],
    ["of one who reads another language", {}, { lang: "zh" }],
    ["of a watermarked paper", { marked: true }, { watermark: "DRAFT" }],
  ])("is that of its owner, %s", async (_, settings, options) => {
    const copies = await copiesOf(settings, options);
    expect(copies.length).toBe(options.lang ? 2 : 4);
    for (const { owner, bytes } of copies)
      for (const judged of [{ record }, {}])
        expect(await verdictOn(bytes, judged)).toMatchObject({ result: "exact", owner });
  });
  it("is that of its owner in the look of the house's own Word file", async () => {
    const reference = { bytes: await houseFile(), file: "house.docx" };
    const copies = await copiesOf({ formats: ["docx"] }, { reference });
    for (const { owner, bytes } of copies)
      expect(await verdictOn(bytes, { reference })).toMatchObject({ result: "exact", owner, reasons: [] });
  });
  it("is that of its owner, signed or locked", async () => {
    const signed = await copiesOf({ formats: ["pdf"], ...(await signing()) });
    for (const { owner, bytes } of signed)
      expect(await verdictOn(bytes, { record })).toMatchObject({ result: "signed", owner });
    const lock = await lockOf({ password: "secret" });
    if (!lock.ok) throw new Error("there is no lock");
    const [locked] = await copiesOf({ formats: ["pdf"], lockOf: () => lock.value });
    const verdict = await verdictOn(locked?.bytes ?? pdf, { record, password: "secret" });
    expect(verdict).toMatchObject({ result: "locked", owner: locked?.owner });
  });
  it("differs where it says something else", async () => {
    const [, , copy] = await copiesOf({});
    const parts = unzipSync(copy?.bytes ?? docx);
    const xml = strFromU8(parts["word/document.xml"] ?? new Uint8Array());
    parts["word/document.xml"] = strToU8(xml.replace("£5.1m", "£5.7m"));
    const verdict = await verdictOn(zipSync(parts));
    expect(verdict).toMatchObject({ result: "different", owner: copy?.owner });
    expect(linesOf(verdict)).toEqual([expect.stringMatching(/^word\/document.xml .*£5\.7m/)]);
  });
  it("is nobody's where nobody is to get it", async () => {
    const [copy] = await copiesOf({ owners: [{ id: "ash", name: "Ann Ash", serial: "001" }] });
    const verdict = await verdictOn(copy?.bytes ?? pdf, { record });
    expect(verdict.owner).toBeUndefined();
    expect(linesOf(verdict)).toEqual([
      "paper | it is a personal copy, and nobody who is to get one by this record has it",
    ]);
  });
});

/** The Word file with its parts changed, and zipped again. */
function rezipped(change: (parts: Record<string, Uint8Array>) => void): Uint8Array {
  const parts = unzipSync(docx);
  change(parts);
  return zipSync(parts, { level: 9 });
}
const edited = (path: string, from: string, to: string) =>
  rezipped((parts) => {
    const xml = strFromU8(parts[path] ?? new Uint8Array());
    expect(xml).toContain(from);
    parts[path] = strToU8(xml.replace(from, to));
  });

describe("a Word file differs", () => {
  it("in nothing but packing", async () => {
    expect(await verdictOn(rezipped(() => {}))).toMatchObject({ result: "packed", differences: [] });
  });
  it.each<readonly [string, () => Uint8Array, readonly string[]]>([
    [
      "in one letter",
      () => edited("word/document.xml", "£5.1 million", "£5.7 million"),
      [
        "word/document.xml | the words differ, first in paragraph # | …from £5.6 million to £5.7 million, because freigh… | …from £5.6 million to £5.1 million, because freigh…",
      ],
    ],
    [
      "in form",
      () => edited("word/document.xml", "<w:keepNext/>", ""),
      ["word/document.xml | the same words are there in another form"],
    ],
    [
      "in its styles",
      () => edited("word/styles.xml", 'w:val="Title"', 'w:val="Titel"'),
      ["word/styles.xml | differs"],
    ],
    [
      "in a property",
      () => edited("docProps/core.xml", "Minutes of the Board of Directors", "Minutes"),
      ["docProps/core.xml | title differs | Minutes | Minutes of the Board of Directors"],
    ],
    [
      "in a part too many",
      () => rezipped((parts) => Object.assign(parts, { "word/vbaProject.bin": strToU8("macro") })),
      ["word/vbaProject.bin | added"],
    ],
    [
      "in a part too few",
      () => rezipped((parts) => delete parts["word/theme/theme1.xml"]),
      ["word/theme/theme1.xml | missing"],
    ],
  ])("%s", async (_, change, lines) => {
    const verdict = await verdictOn(change());
    expect(verdict.result).toBe("different");
    expect(linesOf(verdict)).toEqual(lines);
  });
  it("in its record", async () => {
    const verdict = await verdictOn(edited("customXml/item1.xml", "structural survey", "structural review"));
    const [record, ...others] = linesOf(verdict);
    expect(record).toContain("record | the paper was made from another one");
    expect(others.find((line) => line.startsWith("word/document.xml"))).toContain("structural survey");
    expect(verdict.result).toBe("different");
  });
});

/** Puts another record into a PDF, and says that it was made from it. */
const withRecord =
  (json: Uint8Array, digest: string) =>
  ({ objects, find }: OpenObjects): void => {
    for (const stored of objects.values())
      if (isDictionary(stored.value) && stored.value.Params !== undefined) stored.stream = Buffer.from(json);
    for (const properties of find((one) => one.Producer !== undefined)) properties.RecordDigest = digest;
  };

describe("a PDF differs", () => {
  const properties = ({ find }: OpenObjects) => find((one) => one.Producer !== undefined)[0] ?? {};
  it.each<readonly [string, (pdf: OpenObjects) => void, readonly string[]]>([
    ["in nothing but packing", () => {}, []],
    [
      "in a drawing",
      ({ draw }) => draw((content) => content.replace(" rg ", " rg 0 Tc ")),
      ["page 1 | the same words are drawn in another way"],
    ],
    [
      "in a drawing that is none",
      ({ draw }) => draw((content) => `${content} (`),
      ["page 1 | it is drawn in a way that is not read here"],
    ],
    [
      "in a property",
      (file) => {
        properties(file).Title = "Minutes";
      },
      ["properties | Title differs | Minutes | Minutes of the Board of Directors"],
    ],
    [
      "in a property too few",
      (file) => delete properties(file).Author,
      ["properties | Author is missing | Northwind Trading plc"],
    ],
    [
      "in a property too many",
      (file) => {
        properties(file).Company = "N";
      },
      ["properties | Company is added | N"],
    ],
    [
      "in what is read aloud",
      ({ find }) => {
        for (const one of find(({ S, Pg }) => S !== undefined && Pg !== undefined).slice(3, 4)) one.Alt = "x";
      },
      ["tags | what is read aloud differs"],
    ],
    [
      "in a bookmark",
      ({ find }) => {
        for (const one of find(({ Title, Dest }) => Title !== undefined && Dest !== undefined))
          one.Title = "x";
      },
      ["outline | its bookmarks differ"],
    ],
    [
      "in a font",
      ({ find }) => {
        for (const one of find(({ FontName }) => FontName !== undefined)) one.CapHeight = 1;
      },
      ["fonts | they differ"],
    ],
    [
      "in the size of a page",
      ({ find }) => {
        for (const one of find(({ MediaBox }) => MediaBox !== undefined).slice(1, 2))
          one.MediaBox = [0, 0, 9, 9];
      },
      ["page 2 | it has another size"],
    ],
  ])("%s", async (_, change, lines) => {
    const verdict = await verdictOn(tampered(pdf, change));
    expect([verdict.result, linesOf(verdict)]).toEqual([lines.length > 0 ? "different" : "packed", lines]);
  });
  it("in a number that somebody has put on a page, and nowhere else", async () => {
    const [attached] = readPdf(pdf).attachments;
    const other = await paperOf(text.replaceAll("£6.3 million", "£6.9 million"), "pdf");
    const forged = tampered(
      other,
      withRecord(attached?.bytes ?? new Uint8Array(), readPdf(pdf).info.RecordDigest ?? ""),
    );
    const [first, ...others] = (await verdictOn(forged)).differences;
    expect(first).toMatchObject({ part: "page 2", message: "the words differ" });
    expect(first?.found).toContain("of the building at £6.9 million.");
    expect(first?.made).toContain("of the building at £6.3 million.");
    // The digest on the last page gives the forger away as well.
    expect(others.map(({ part }) => part)).toContain("page 5");
  });
  it("in the record inside", async () => {
    const other = await paperOf(text.replaceAll("£6.3 million", "£6.9 million"), "pdf");
    const [record] = readPdf(other).attachments;
    const { digest = "" } = { digest: readPdf(pdf).info.RecordDigest };
    const verdict = await verdictOn(tampered(pdf, withRecord(record?.bytes ?? new Uint8Array(), digest)));
    expect(verdict.differences[0]).toMatchObject({
      part: "record",
      found: digest,
      made: verdict.recordDigest,
    });
    expect(verdict.recordDigest).toBe(readPdf(other).info.RecordDigest);
  });
  it("in a record that is none", async () => {
    const verdict = await verdictOn(tampered(pdf, withRecord(Buffer.from("{}"), "")));
    expect(verdict.result).toBe("different");
    expect(verdict.recordDigest).toBeUndefined();
    expect(linesOf(verdict)[0]).toMatch(/^paper \| it cannot be made again: /);
  });
  it("in the number of its pages", async () => {
    const shortened = tampered(pdf, ({ find }) => {
      for (const one of find(({ Kids, Count }) => Kids !== undefined && Count === 5)) {
        one.Kids = (one.Kids as readonly Value[]).slice(0, 4);
      }
    });
    expect(linesOf(await verdictOn(shortened))[0]).toBe("pages | there are 4 of them, where 5 are made");
  });
  it("in what was added behind it", async () => {
    const signed = await paperOf(text, "pdf", { sign: keyFile("rsa.p12") });
    const added = Buffer.concat([pdf, Buffer.from("\nmore")]);
    expect(linesOf(await verdictOn(added))).toEqual([
      "end of the file | 5 bytes were added after it was made, as programs do that sign or comment",
    ]);
    expect(linesOf(await verdictOn(Buffer.concat([signed, Buffer.from("\n")])))).toEqual([
      "end of the file | 1 bytes were added after it was made, as programs do that sign or comment",
    ]);
  });
  it("in a signature that does not cover all of it", async () => {
    const signed = Buffer.from(await paperOf(text, "pdf", { sign: keyFile("rsa.p12") }));
    const range = signed.indexOf("/ByteRange [0 ");
    signed.write("1", range + "/ByteRange [".length, "latin1");
    expect(await resultOf(signed)).not.toBe("signed");
  });
});

describe("what a paper was made with is told", () => {
  const changed = (path: string, change: (words: string) => string): Resources => {
    const file = builtIn.templates.get(path);
    if (!file) throw new Error(`there is no ${path}`);
    return {
      ...builtIn,
      templates: new Map([...builtIn.templates, [path, { ...file, text: change(file.text) }]]),
    };
  };
  it.each<readonly [string, Resources, string]>([
    [
      "the program",
      { ...builtIn, program: "9.9.9" },
      `it was made by minutebook ${builtIn.program}; this is 9.9.9`,
    ],
    [
      "a template",
      changed("partials/colophon.hbs", (words) => `${words}<p>More.</p>`),
      "it was made with other templates for minutes than there are here",
    ],
    [
      "the theme",
      changed("themes/corporate-en.yaml", (words) => `${words}# \n`),
      "it was made with another theme corporate-en than there is here",
    ],
    [
      "the wording",
      changed("wording/en.yaml", (words) => words.replace('"Record {digest}."', '"The record {digest}."')),
      "it was made with another wording for en than there is here",
    ],
  ])("%s", async (_, resources, reason) => {
    expect(resources).not.toEqual(builtIn);
    const verdict = await verdictOn(docx, {}, resources);
    expect(verdict.reasons).toEqual([reason]);
    expect(["packed", "different"]).toContain(verdict.result);
    expect((await verdictOn(docx)).reasons).toEqual([]);
  });
  it("and that it cannot be made here", async () => {
    const templates = new Map([...builtIn.templates].filter(([path]) => path !== "documents/minutes.hbs"));
    const verdict = await verdictOn(docx, {}, { ...builtIn, templates });
    expect(linesOf(verdict)).toEqual(['paper | it cannot be made again: there is no document "minutes"']);
    expect(verdict.reasons).toHaveLength(1);
  });
  it("or that it does not say how it was made", async () => {
    expect(await told(edited("docProps/custom.xml", "Production", "Reproduction"))).toEqual([
      "paper/no-production",
    ]);
  });
});

describe("what cannot be judged is told", () => {
  it.each<readonly [string, Uint8Array, string]>([
    ["no paper", strToU8("text"), "paper/not-a-paper"],
    ["half a paper", pdf.subarray(0, 5000), "paper/damaged"],
    ["a paper with a broken part", edited("word/header1.xml", "</w:hdr>", ""), "paper/damaged"],
  ])("%s", async (_, bytes, code) => {
    expect(await told(bytes)).toEqual([code]);
  });
});
