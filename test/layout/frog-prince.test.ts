import { describe, expect, it } from "vitest";
import { breakLines, FORBIDDEN, FORCED, type Item } from "../../src/layout/linebreak.ts";

/**
 * The example that runs through "Breaking Paragraphs into Lines", as printed again in D. E. Knuth, "Digital
 * Typography" (1999), pages 67–155; page numbers below are that book's. Lengths are machine units, 18 to the em.
 */
const TALE = `In olden times when wish-ing still helped one, there lived a king whose daugh-ters were all
beau-ti-ful; and the young-est was so beau-ti-ful that the sun it-self, which has seen so much, was aston-ished
when-ever it shone in her face. Close by the king’s castle lay a great dark for-est, and un-der an old lime=tree
in the for-est was a well, and when the day was very warm, the king’s child went out into the for-est and sat
down by the side of the cool foun-tain; and when she was bored she took a golden ball, and threw it up on high
and caught it; and this ball was her favor-ite play-thing.`;

/** Widths of the characters that the tale needs (p. 75). */
const WIDTHS: readonly (readonly [characters: string, units: number])[] = [
  ["il,.;’", 5],
  ["fjI-", 6],
  ["rst", 7],
  ["cez", 8],
  ["agov", 9],
  ["bdhknpquxy", 10],
  ["wC", 13],
  ["m", 15],
];

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => {
    const entry = WIDTHS.find(([characters]) => characters.includes(character));
    if (!entry) throw new Error(`no width for ${character}`);
    return sum + entry[1];
  }, 0);
}

const box = (text: string): Item => ({ kind: "box", width: widthOf(text) });
const glue = (width: number, stretch: number, shrink: number): Item => ({
  kind: "glue",
  width,
  stretch,
  shrink,
});
const hyphen = (width: number): Item => ({ kind: "penalty", width, penalty: 50, flagged: true });

/** Space after a word, wider and more willing after a mark (p. 76). */
const spaceAfter = (mark: string): Item =>
  mark === "," ? glue(6, 4, 2) : mark === ";" ? glue(6, 4, 1) : mark === "." ? glue(8, 6, 1) : glue(6, 3, 2);

interface Setting {
  readonly items: readonly Item[];
  /** What each item draws where it is not at the end of a line, and where it is. */
  readonly drawn: readonly { readonly inside: string; readonly atEnd: string }[];
}

/** The tale as boxes, glue and penalties, words divided where the book divides them. */
function setting(words: readonly string[], between: (mark: string) => readonly Item[]): Setting {
  const items: Item[] = [];
  const drawn: { inside: string; atEnd: string }[] = [];
  const add = (item: Item, inside: string, atEnd: string): void => {
    items.push(item);
    drawn.push({ inside, atEnd });
  };
  words.forEach((word, index) => {
    if (index > 0)
      between(words[index - 1]?.at(-1) ?? "").forEach((item, at) => {
        add(item, at === 0 ? " " : "", "");
      });
    for (const [part] of word.matchAll(/[^-=]+|[-=]/g)) {
      if (part === "=") add(box("-"), "-", "-");
      if (part === "=") add(hyphen(0), "", "");
      else if (part === "-") add(hyphen(6), "", "-");
      else add(box(part), part, part);
    }
  });
  return { items, drawn };
}

/** Justified, as on page 77. */
function justified(): Setting {
  const { items, drawn } = setting(TALE.split(/\s+/), (mark) => [spaceAfter(mark)]);
  const end: Item[] = [
    { kind: "penalty", width: 0, penalty: FORBIDDEN, flagged: false },
    glue(0, 1000, 0),
    { kind: "penalty", width: 0, penalty: FORCED, flagged: true },
  ];
  return { items: [...items, ...end], drawn: [...drawn, ...end.map(() => ({ inside: "", atEnd: "" }))] };
}

/** Ragged at both sides without dividing words (pp. 94–95): what a space stretches goes to the lines' ends. */
function centred(): Setting {
  const { items, drawn } = setting(TALE.replaceAll("-", "").split(/\s+/), (mark) => {
    const { width, stretch } = spaceAfter(mark) as Extract<Item, { kind: "glue" }>; // a space is glue
    const edge = 6 * stretch;
    return [
      glue(0, edge, 0),
      { kind: "penalty", width: 0, penalty: 0, flagged: false },
      glue(width, -2 * edge, 0),
      { kind: "box", width: 0 },
      { kind: "penalty", width: 0, penalty: FORBIDDEN, flagged: false },
      glue(0, edge, 0),
    ];
  });
  const none = { inside: "", atEnd: "" };
  return {
    items: [
      glue(0, 18, 0),
      ...items,
      glue(0, 18, 0),
      { kind: "penalty", width: 0, penalty: FORCED, flagged: false },
    ],
    drawn: [none, ...drawn, none, none],
  };
}

interface Told {
  readonly lines: readonly string[];
  /** Adjustment ratios to three decimals, as printed. */
  readonly ratios: readonly string[];
}

/** The lines of a setting; undefined when it cannot be done. `indent` shortens the first one. */
function told({ items, drawn }: Setting, measure: number, indent: number, tolerance = 1): Told | undefined {
  const breaks = breakLines(items, {
    measure,
    indent,
    tolerance,
    slack: 0,
  });
  if (!breaks) return undefined;
  const lines = breaks.map(({ at }, index) => {
    const from = index === 0 ? 0 : (breaks[index - 1]?.at ?? 0) + 1;
    const inside = drawn.slice(from, at).map((part) => part.inside);
    return `${inside.join("")}${drawn[at]?.atEnd}`.trim();
  });
  return { lines, ratios: breaks.map(({ ratio }) => ratio.toFixed(3)) };
}

/** The first line of the justified settings is indented by one em (p. 78). */
const EM = 18;

describe("the tale of the frog king", () => {
  it("is set to 390 units as on page 81", () => {
    expect(told(justified(), 390, EM)).toEqual({
      lines: [
        "In olden times when wishing still helped one,",
        "there lived a king whose daughters were all beau-",
        "tiful; and the youngest was so beautiful that the",
        "sun itself, which has seen so much, was aston-",
        "ished whenever it shone in her face. Close by the",
        "king’s castle lay a great dark forest, and under an",
        "old lime-tree in the forest was a well, and when",
        "the day was very warm, the king’s child went out",
        "into the forest and sat down by the side of the",
        "cool fountain; and when she was bored she took a",
        "golden ball, and threw it up on high and caught",
        "it; and this ball was her favorite plaything.",
      ],
      ratios: "0.857 0.000 0.280 1.000 0.067 -0.278 0.536 -0.167 0.700 -0.176 0.357 0.049".split(" "),
    });
  });
  it("is set to 500 units as on page 82", () => {
    expect(told(justified(), 500, EM)).toEqual({
      lines: [
        "In olden times when wishing still helped one, there lived a",
        "king whose daughters were all beautiful; and the youngest was",
        "so beautiful that the sun itself, which has seen so much, was",
        "astonished whenever it shone in her face. Close by the king’s",
        "castle lay a great dark forest, and under an old lime-tree in the",
        "forest was a well, and when the day was very warm, the king’s",
        "child went out into the forest and sat down by the side of the",
        "cool fountain; and when she was bored she took a golden ball,",
        "and threw it up on high and caught it; and this ball was her",
        "favorite plaything.",
      ],
      ratios: "0.774 0.179 0.629 0.545 0.000 0.079 0.282 0.294 0.575 0.353".split(" "),
    });
  });
  it("is the same when looser lines are allowed, for it is the best of all settings", () => {
    for (const measure of [390, 500])
      expect(told(justified(), measure, EM, 10)).toEqual(told(justified(), measure, EM));
  });
  it("is set ragged at both sides as on page 95", () => {
    // The book does not give this measure; 33 ems or so, by the look of the page.
    expect(told(centred(), 593, 0, 2)?.lines).toEqual([
      "In olden times when wishing still helped one, there lived a king whose",
      "daughters were all beautiful; and the youngest was so beautiful that the",
      "sun itself, which has seen so much, was astonished whenever it shone in",
      "her face. Close by the king’s castle lay a great dark forest, and under an",
      "old lime-tree in the forest was a well, and when the day was very warm,",
      "the king’s child went out into the forest and sat down by the side of the",
      "cool fountain; and when she was bored she took a golden ball, and threw",
      "it up on high and caught it; and this ball was her favorite plaything.",
    ]);
  });
  it("cannot be set to a measure that a word does not fit, and says so", () => {
    expect(told(justified(), 60, 0)).toBeUndefined();
  });
});
