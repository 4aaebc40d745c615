import { describe, expect, it } from "vitest";
import { failure, success } from "../../src/diagnostic.ts";
import { build } from "../../src/document/build.ts";
import { illustrated } from "../../src/document/illustrated.ts";
import { documentText } from "../../src/document/text.ts";
import { parse } from "../../src/markup/parse.ts";
import { doc, p } from "../support/blocks.ts";
import { PICTURES, PLAN } from "../support/pictures.ts";

const named = (name: string) => {
  const found = PICTURES[name];
  return found
    ? success(found)
    : failure<never>([{ code: "picture/not-found", severity: "error", message: `no ${name}` }]);
};
function made(markup: string) {
  const roles = new Set(["figure"]);
  const tree = parse(`<document type="minutes" title="T" lang="en" date="2026-03-12">${markup}</document>`, {
    file: "t.hbs",
    roles,
    map: [],
  });
  return tree.ok ? build(tree.value, named) : tree;
}
const codes = (markup: string): readonly string[] => made(markup).diagnostics.map(({ code }) => code);

describe("a figure in the markup", () => {
  it("becomes a picture with its caption, and brings its picture along", () => {
    const built = made(
      '<figure role="figure"><img src="plan.svg" alt=" The  plan " width="30mm"/><figcaption>East <em>wing</em></figcaption></figure><figure><img src="plan.svg" alt="Again"/></figure>',
    );
    if (!built.ok) throw new Error(JSON.stringify(built.diagnostics));
    const { blocks, pictures } = built.value;
    expect(blocks[0]).toMatchObject({
      kind: "figure",
      role: "figure",
      image: { picture: "plan.svg", alt: "The plan", width: (30 / 25.4) * 72 },
      caption: [{ text: "East " }, { kind: "emphasis" }],
    });
    expect(pictures).toEqual({ "plan.svg": PLAN });
    expect(documentText(built.value)).toBe("The plan\nEast wing\nAgain");
  });

  it("is told at its place when there is no such picture", () => {
    expect(made('<p>Words</p>\n<figure><img src="no.png" alt="x"/></figure>').diagnostics).toMatchObject([
      { code: "picture/not-found", place: { file: "t.hbs", line: 2 } },
    ]);
  });

  it("needs an img that says what it shows, and a name that leads nowhere else", () => {
    expect(codes('<figure><img src="plan.svg"/></figure>')).toEqual(["markup/missing-attribute"]);
    expect(codes('<figure><img src="plan.svg" alt=" "/></figure>')).toEqual(["markup/bad-value"]);
    expect(codes("<figure><figcaption>x</figcaption></figure>")).toEqual(["markup/wrong-order"]);
    expect(codes('<figure><img src="../plan.svg" alt="x"/></figure>')).toEqual(["markup/bad-value"]);
    expect(codes('<figure><img src="https://example.org/a.png" alt="x"/></figure>')).toEqual([
      "markup/bad-value",
    ]);
    expect(codes('<p>Words <img src="plan.svg" alt="x"/></p>')).toEqual(["markup/not-allowed-here"]);
  });
});

describe("what a house shows on its pages", () => {
  const logo = { file: "plan.svg", alt: "Mark", height: 20, at: "head-end", pages: "all" } as const;

  it("is a mark among the furniture and a watermark", () => {
    const marked = illustrated(doc([p("x")]), { logo, watermark: "DRAFT" }, named);
    if (!marked.ok) throw new Error("failed");
    const [line] = marked.value.running;
    expect(line).toMatchObject({ at: "head-end", pages: "all", children: [{ kind: "image", alt: "Mark" }] });
    expect(Object.values(marked.value.pictures ?? {})).toEqual([PLAN]);
    expect(marked.value.watermark).toBe("DRAFT");
  });

  it("is nothing where the theme asks for nothing", () => {
    const document = doc([p("x")]);
    const same = illustrated(document, { logo: null, watermark: undefined }, named);
    expect(same.ok && same.value).toBe(document);
  });

  it("is refused when the mark cannot be had", () => {
    expect(illustrated(doc([]), { logo: { ...logo, file: "no.svg" } }, named).diagnostics[0]?.code).toBe(
      "picture/not-found",
    );
  });
});
