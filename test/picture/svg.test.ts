import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Segment, Vector } from "../../src/picture/picture.ts";
import { readPicture } from "../../src/picture/read.ts";
import { svgText } from "../../src/picture/svg-text.ts";

const svg = (content: string, attributes = 'viewBox="0 0 100 50"'): Uint8Array =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);
function vector(bytes: Uint8Array): Vector {
  const read = readPicture(bytes, "specimen.svg");
  if (!read.ok || read.value.kind !== "vector") throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}
const shapes = (content: string): Vector["shapes"] => vector(svg(content)).shapes;
const path = (d: string): readonly Segment[] => shapes(`<path d="${d}"/>`)[0]?.path ?? [];
const refused = (content: string, attributes?: string) =>
  readPicture(svg(content, attributes), "it").diagnostics[0];

const rounded = (segments: readonly Segment[]) =>
  segments.map((segment) =>
    segment.map((one) => (typeof one === "number" ? Math.round(one * 1000) / 1000 : one)),
  );

describe("path data", () => {
  it.each([
    [
      "M1 2L3 4",
      [
        ["M", 1, 2],
        ["L", 3, 4],
      ],
    ],
    ["m1,2 3,4 5,6z", [["M", 1, 2], ["L", 4, 6], ["L", 9, 12], ["Z"]]],
    [
      "M1 2h3v4H0V0",
      [
        ["M", 1, 2],
        ["L", 4, 2],
        ["L", 4, 6],
        ["L", 0, 6],
        ["L", 0, 0],
      ],
    ],
    [
      "M.5.5-1-1",
      [
        ["M", 0.5, 0.5],
        ["L", -1, -1],
      ],
    ],
    ["M1e1 2E-1", [["M", 10, 0.2]]],
    [
      "M0 0c1 0 2 1 2 2s1 2 2 2",
      [
        ["M", 0, 0],
        ["C", 1, 0, 2, 1, 2, 2],
        ["C", 2, 3, 3, 4, 4, 4],
      ],
    ],
    [
      "M0 0S1 1 2 2",
      [
        ["M", 0, 0],
        ["C", 0, 0, 1, 1, 2, 2],
      ],
    ],
    [
      "M0 0Q3 0 3 3T6 6",
      [
        ["M", 0, 0],
        ["C", 2, 0, 3, 1, 3, 3],
        ["C", 3, 5, 4, 6, 6, 6],
      ],
    ],
    ["M0 0L1 1zm5 5l1 0", [["M", 0, 0], ["L", 1, 1], ["Z"], ["M", 5, 5], ["L", 6, 5]]],
    [
      "M0 0A0 5 0 0 1 4 4",
      [
        ["M", 0, 0],
        ["L", 4, 4],
      ],
    ],
    ["M0 0A5 5 0 0 1 0 0", [["M", 0, 0]]],
  ] as const)("%s", (d, segments) => {
    expect(rounded(path(d))).toEqual(segments);
  });

  it("reads the flags of an arc without blanks between", () => {
    expect(path("M0 0a5 5 0 0110 0")).toEqual(path("M0 0 A 5 5 0 0 1 10 0"));
  });

  it("keeps every point of an arc on its ellipse, and goes the way that its flags say", () => {
    const turns = fc.record({
      radius: fc.double({ min: 5, max: 50, noNaN: true }),
      from: fc.double({ min: 0, max: 6.28, noNaN: true }),
      by: fc.double({ min: 0.1, max: 6.1, noNaN: true }),
      sweep: fc.boolean(),
    });
    fc.assert(
      fc.property(turns, ({ radius, from, by, sweep }) => {
        const at = (angle: number): string => `${radius * Math.cos(angle)} ${radius * Math.sin(angle)}`;
        const to = sweep ? from + by : from - by;
        const arc = path(
          `M${at(from)}A${radius} ${radius} 0 ${by > Math.PI ? 1 : 0} ${sweep ? 1 : 0} ${at(to)}`,
        );
        let [x, y] = [0, 0];
        let turned = 0;
        for (const segment of arc) {
          if (segment[0] === "M") [, x, y] = segment;
          if (segment[0] !== "C") continue;
          const [, x1, y1, x2, y2, endX, endY] = segment;
          for (const t of [0.25, 0.5, 0.75, 1]) {
            const bezier = (p: number, q: number, r: number, s: number): number =>
              (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t * t * r + t ** 3 * s;
            const distance = Math.hypot(bezier(x, x1, x2, endX), bezier(y, y1, y2, endY));
            expect(Math.abs(distance - radius) / radius).toBeLessThan(1e-3);
          }
          turned += Math.atan2(x * endY - y * endX, x * endX + y * endY);
          [x, y] = [endX, endY];
        }
        expect(turned).toBeCloseTo(sweep ? by : -by, 3);
      }),
    );
  });

  it.each(["L1 1", "M1", "M1 2 L", "M0 0 X", "M0 0 1", "M1 1e400", "M0 0A1 1 0 2 0 1 1", "Z"])(
    "%s is refused",
    (d) => {
      expect(refused(`<path d="${d}"/>`)?.code).toBe("picture/broken");
    },
  );
});

describe("an SVG", () => {
  it("makes paths of all its shapes", () => {
    const ends = (content: string) => {
      const [first, ...rest] = shapes(content)[0]?.path ?? [];
      return [first, rest.at(-1)?.[0], rest.length];
    };
    expect(ends('<rect x="1" y="2" width="3" height="4"/>')).toEqual([["M", 1, 2], "Z", 4]);
    expect(ends('<rect x="1" y="2" width="30" height="40" rx="3"/>')).toEqual([["M", 4, 2], "Z", 9]);
    expect(ends('<circle cx="5" cy="5" r="5"/>')).toEqual([["M", 10, 5], "Z", 5]);
    expect(ends('<ellipse cx="5" cy="5" rx="2" ry="5"/>')).toEqual([["M", 7, 5], "Z", 5]);
    expect(ends('<line x1="1" y1="1" x2="2" y2="2" stroke="red"/>')).toEqual([["M", 1, 1], "L", 1]);
    expect(ends('<polyline points="1,1 2,2 3,1"/>')).toEqual([["M", 1, 1], "L", 2]);
    expect(ends('<polygon points="1 1 2 2 3 1"/>')).toEqual([["M", 1, 1], "Z", 3]);
  });

  it("draws nothing for shapes without size, paint or visibility", () => {
    const nothing = [
      '<rect width="0" height="5"/>',
      '<circle r="0"/>',
      '<line x2="5"/>',
      '<path d=""/>',
      '<g fill="none"><rect width="5" height="5"/></g>',
      '<g display="none"><rect width="5" height="5"/><text>words</text></g>',
      '<rect visibility="hidden" width="5" height="5"/>',
      '<rect width="5" height="5" opacity="0"/>',
      '<defs><linearGradient id="a"/><rect width="5" height="5"/></defs>',
      "<title>A mark</title><desc>of the house</desc><metadata><rdf>anything</rdf></metadata>",
    ];
    expect(shapes(nothing.join(""))).toEqual([]);
  });

  it("hands paint down, style above attribute, opacity multiplied", () => {
    const [shape] = shapes(
      '<g fill="#abc" stroke="navy" stroke-width="2" opacity="0.5"><path d="M0 0H1" style="fill: rgb(1,2,3); fill-opacity: 50%" stroke-dasharray="1 2 3" stroke-linecap="round" fill-rule="evenodd"/></g>',
    );
    expect(shape?.fill).toEqual({ color: "#010203", opacity: 0.25, rule: "evenodd" });
    expect(shape?.stroke).toMatchObject({
      color: "#000080",
      opacity: 0.5,
      width: 2,
      cap: "round",
      dashes: [1, 2, 3, 1, 2, 3],
    });
  });

  it("applies transforms from the outside in", () => {
    const [shape] = shapes(
      '<g transform="translate(10 20)"><path d="M0 0H1" transform="scale(2) rotate(90, 1, 0)"/></g>',
    );
    const [a, b, c, d, e, f] = (shape?.matrix ?? []).map((value) => Math.round(value * 1e6) / 1e6 || 0);
    expect([a, b, c, d, e, f]).toEqual([0, 2, -2, 0, 12, 18]);
  });

  it("asks for the size that it says, in its own proportions", () => {
    const size = (attributes: string) => {
      const { width, height, view } = vector(svg("", attributes));
      return [width, height, ...view].map((value) => Math.round(value * 100) / 100);
    };
    expect(size('viewBox="0 0 100 50"')).toEqual([75, 37.5, 0, 0, 100, 50]);
    expect(size('viewBox="10,20 100 50" width="1in"')).toEqual([72, 36, 10, 20, 100, 50]);
    expect(size('viewBox="0 0 10 10" width="20mm" height="10mm"')).toEqual([28.35, 28.35, 0, 0, 10, 10]);
    expect(size('width="40" height="20pt"')).toEqual([30, 20, 0, 0, 40, 26.67]);
    expect(size('viewBox="0 0 10 10" width="100%"')).toEqual([7.5, 7.5, 0, 0, 10, 10]);
  });

  it.each([
    ["<text>Northwind</text>", "<text> is not read (line 1)"],
    ["<script>1</script>", "<script> is not read (line 1)"],
    ['<image href="http://example.org/a.png"/>', "<image> is not read (line 1)"],
    ['<use href="#a"/>', "<use> is not read (line 1)"],
    ["<style>path{fill:red}</style>", "<style> is not read (line 1)"],
    ['<a href="https://example.org"><path d="M0 0"/></a>', "<a> is not read (line 1)"],
    ["<foreignObject/>", "<foreignObject> is not read (line 1)"],
    ['<rect width="1" height="1"><animate/></rect>', "<animate> is not read (line 1)"],
    ["<constructor/>", "<constructor> is not read (line 1)"],
    ['<rect width="1" height="1" fill="url(#g)"/>', "gradients and patterns are not read (line 1)"],
    ['<rect width="1" height="1" fill="constructor"/>', 'the colour "constructor" is not read (line 1)'],
    ['<rect width="1" height="1" filter="url(#f)"/>', "filter is not read (line 1)"],
    ['<rect width="1" height="1" style="clip-path:url(#f)"/>', "clip-path is not read (line 1)"],
    ['<rect width="50%" height="1"/>', "the length 50% depends on what is around the picture (line 1)"],
  ])("is refused for %s", (content, message) => {
    expect(refused(content)).toMatchObject({ code: "picture/unsupported", message: `it: ${message}` });
  });
  it.each([
    ['<path transform="spin(3)" d="M0 0H1"/>'],
    ['<rect width="wide" height="1"/>'],
    ["<g>"],
    ['<rect width="1" height="1"><g/></rect>'],
    ["&bomb;"],
    ["\u0000"],
  ])("that is not well-formed is refused: %s", (content) => {
    expect(refused(content)?.code).toBe("picture/broken");
  });

  it("is refused without a size, with a size beyond measure, or when it is not UTF-8", () => {
    expect(refused("", "")?.code).toBe("picture/broken");
    expect(refused("", 'viewBox="0 0 0 5"')?.code).toBe("picture/broken");
    expect(refused("", 'viewBox="0 0 1e9 5"')?.code).toBe("picture/broken");
    expect(refused("", 'viewBox="0 0 a 5"')?.code).toBe("picture/broken");
    const latin = Buffer.concat([svg("<title>"), Buffer.of(0xe9)]);
    expect(readPicture(latin, "it").diagnostics[0]?.message).toBe("it: it is not UTF-8");
  });

  it("knows no entities, so that none can multiply", () => {
    const bomb = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${svg("<title>&b;</title>")}`;
    expect(readPicture(Buffer.from(bomb), "it").diagnostics[0]?.code).toBe("picture/broken");
  });

  it("is refused when it is too large, too deep or of too many shapes", () => {
    expect(refused(" ".repeat(2 ** 21))?.code).toBe("picture/too-large");
    expect(refused("<path/>".repeat(20_001))?.code).toBe("picture/too-large");
    expect(refused("<g>".repeat(61) + "</g>".repeat(61))?.code).toBe("picture/broken");
    expect(refused(`<metadata>${"<g>".repeat(61)}${"</g>".repeat(61)}</metadata>`)?.code).toBe(
      "picture/broken",
    );
  });

  it("written out again is the same picture", () => {
    const picture = vector(
      svg(
        '<g transform="rotate(30)"><circle r="5" fill="red" opacity="0.5"/><path d="M0 0 1 1" stroke="#123456" stroke-dasharray="2 1" stroke-linejoin="bevel" fill-rule="evenodd"/></g>',
      ),
    );
    const text = svgText(picture);
    expect(svgText(vector(Buffer.from(text)))).toBe(text);
    expect(text).not.toMatch(/<(?!svg|path|\/svg)/);
  });

  it("of any text is a picture or refused, never a crash", () => {
    const piece = fc.constantFrom(
      "<g>",
      "</g>",
      "<path d='",
      "'/>",
      "M0 0",
      "l1-1",
      "a5 5 0 1 1 3 3",
      "transform='",
      "scale(2)",
      "fill='#abc'",
      "<",
      ">",
      "&",
      "style='",
      "stroke:red;",
      '"',
      "1e9",
      "<rect width='3' height='4'/>",
      "rotate(45)",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        readPicture(svg(pieces.join(" ")), "it");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("another file", () => {
  it.each([
    ["GIF89a....", "it: it is a GIF file"],
    ["RIFF....WEBPVP8 ", "it: it is a WebP file"],
    ["\0\0\0\x18ftypheic", "it: it is a HEIC file"],
    ["%PDF-1.7", "it: it is a PDF file"],
    ["", "it: it is empty"],
    ["<html></html>", "it: it is no picture that can be read"],
    ["words", "it: it is no picture that can be read"],
  ])("is refused by what it is: %j", (content, message) => {
    expect(readPicture(Buffer.from(content, "latin1"), "it").diagnostics[0]).toMatchObject({
      code: "picture/unsupported",
      message,
      hint: "PNG, JPEG and SVG are read; save it as one of them",
    });
  });
});
