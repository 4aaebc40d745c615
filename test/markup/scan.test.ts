import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { scan } from "../../src/markup/scan.ts";

/** What was seen, as one text; neighbouring pieces of text joined. */
function seen(read: (see: (what: string) => void) => void): string {
  let all = "";
  read((what) => {
    all += what;
  });
  return all;
}

const scanned = (markup: string): string | undefined => {
  let whole = false;
  const all = seen((see) => {
    whole = scan(markup, {
      open: (name, attributes, offset) => see(`<${name}@${offset} ${JSON.stringify(attributes)}>`),
      close: () => see("</>"),
      text: see,
    });
  });
  return whole ? all : undefined;
};

/** The same by a parser that knows all of XML; undefined when it finds a mistake. */
const parsed = (markup: string): string | undefined => {
  let wrong = false;
  const all = seen((see) => {
    const parser = new SaxesParser();
    let begin = 0;
    let depth = 0;
    parser.on("opentagstart", () => {
      begin = markup.lastIndexOf("<", parser.position - 1);
    });
    parser.on("opentag", ({ name, attributes }) => {
      depth++;
      see(`<${name}@${begin} ${JSON.stringify(attributes)}>`);
    });
    parser.on("closetag", () => {
      depth--;
      see("</>");
    });
    parser.on("text", (text) => depth > 0 && see(text));
    parser.on("error", () => {
      wrong = true;
    });
    parser.write(markup).close();
  });
  return wrong ? undefined : all;
};

const piece = fc.constantFrom(
  ...'<p>|</p>|<li|</li>|<b>|</b>|<br/>|<br />|/>|>| role="x"| a="&amp;"| a=\'y\'| a="1"|text|中文|😀'.split(
    "|",
  ),
  ...'&lt;|&#160;|&#x4e2d;|&#0;|&nope;|&|"|]]>| |\n|\r|\u0001|<!-- c -->|<![CDATA[x]]>|<?pi?>|=|<P>|<1>|\ufffe'.split(
    "|",
  ),
);

describe("reading markup that is as it should be", () => {
  it.each([
    ["<p>a</p>", "<p@0 {}>a</>"],
    ['<p role="x"><br/>b &amp; c</p>', '<p@0 {"role":"x"}><br@12 {}></>b & c</>'],
    ["\n<p>\n</p>\n", "<p@1 {}>\n</>"],
  ])("sees %s", (markup, expected) => {
    expect(scanned(markup)).toBe(expected);
  });
  it.each([
    "",
    "a",
    "<p>",
    "<p></b>",
    "<p a='1'/>",
    "<p>&nope;</p>",
    "<p/><p/>",
    "<p><!-- --></p>",
    '<p a="1" a="2"/>',
  ])("leaves %s to others", (markup) => {
    expect(scanned(markup)).toBeUndefined();
  });
  it("sees what a parser of all XML sees, or nothing", () => {
    const markup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          markup,
          markup.map((inner) => `<doc>${inner}</doc>`),
        ),
        (text) => {
          const found = scanned(text);
          if (found !== undefined) expect(found).toBe(parsed(text));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
