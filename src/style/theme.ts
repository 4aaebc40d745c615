import { RUNNING_PLACES } from "../document/model.ts";
import { NUMBER_FORMATS } from "../document/number.ts";
import { nameBelow, PICTURE_NAME } from "../picture/name.ts";
import { mm } from "../units.ts";
import * as z from "../yaml/zod.ts";

/**
 * The theme file: one style sheet that feeds PDF, Word styles and CSS, so that the three agree.
 * Lengths are points, or strings with a unit (`30mm`). A style says only what differs from the style it
 * is `basedOn`; resolving fills the rest.
 */

const length = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?(mm|pt)$/)])
  .transform((value) =>
    typeof value === "number"
      ? value
      : value.endsWith("mm")
        ? mm(Number.parseFloat(value))
        : Number.parseFloat(value),
  )
  .describe("points, or a string with a unit: 12, 12pt, 30mm");
const color = z
  .string()
  .regex(/^(#[0-9a-f]{6}|[a-z][a-z-]*)$/)
  .describe("#rrggbb in lower case, or a name from `colors`");

const line = z
  .strictObject({
    width: length.describe("thickness"),
    color,
    gap: length.default(0).describe("distance between the rule and the text it belongs to"),
  })
  .describe("a straight rule");

export const WEIGHTS = { light: 300, regular: 400, medium: 500, semibold: 600, bold: 700 } as const;
export type Weight = keyof typeof WEIGHTS;

/** How characters look. Every one of these is inherited from the text around unless a character style sets it. */
const characterProperties = {
  font: z.string().describe("a stack named under `stacks`"),
  weight: z.enum(["light", "regular", "medium", "semibold", "bold"]),
  italic: z.boolean(),
  size: length,
  color,
  tracking: z.number().describe("extra space after each character, in em"),
  transform: z.enum(["none", "upper"]),
  figures: z.enum(["lining", "oldstyle", "tabular"]),
  raise: z.number().describe("shift of the baseline upwards, in em of the surrounding size"),
  scale: z.number().describe("size relative to the surrounding text; for sub, sup and the like"),
  underline: z.boolean(),
  strike: z.boolean(),
};

const paragraphProperties = {
  leading: length.describe("baseline to baseline"),
  align: z.enum(["start", "center", "end", "justify"]),
  hyphenate: z.boolean(),
  wordSpace: z
    .number()
    .min(1)
    .describe(
      "widest word space of a justified line, in widths of a space; a line that needs more is left short",
    ),
  hanging: z
    .boolean()
    .describe("marks at the end of a line stand out into the margin, so that the edge looks straight"),
  balance: z
    .boolean()
    .describe("lines of about one length, for titles and short texts set ragged or centred"),
  before: length.describe("space above; spaces above and below add up"),
  after: length.describe("space below"),
  start: length.describe("indent of all lines at the reading side"),
  end: length.describe("indent of all lines at the far side"),
  first: length.describe("further indent of the first line"),
  grid: z
    .boolean()
    .describe("on the page's grid: a character in each square, indents in characters, leading in lines"),
  keepNext: z.boolean().describe("never the last thing on a page"),
  keepTogether: z.boolean().describe("not split over pages unless taller than a page"),
  ruleAbove: line.nullable(),
  ruleBelow: line.nullable(),
  number: z
    .strictObject({
      format: z
        .enum(NUMBER_FORMATS)
        .describe("decimal: 3.1 as it was written; own: only its own part, 1; chinese: that as 一"),
      prefix: z.string().default("").describe("what precedes the number: （ or nothing"),
      suffix: z.string().describe("what follows the number: a full stop, 、 or nothing"),
      hang: length.describe("how far left of the text the number stands; 0 sets it in line"),
      style: z.string().describe("character style of the number"),
    })
    .nullable()
    .describe("how a heading's number is set; null for headings that show none"),
};

const blockProperties = {
  text: z.string().describe("style of paragraphs inside that name no role"),
  ruleStart: line.nullable().describe("rule at the reading side of a box, over its whole height"),
  padding: length.describe("inside space of a box at its reading side, from rule to text"),
  atFoot: z.boolean().describe("a box that sinks to the foot of its page"),
  keepRows: z.boolean().describe("rows of a table stay together with the rows around them"),
  marker: z.string().describe("character before each item of a list without numbers"),
  leader: z
    .string()
    .max(1)
    .describe("what leads from an entry of a table of contents to its page; empty for nothing"),
  hang: length.describe("width of the marker column of a list, or of the numbers in a table of contents"),
  itemGap: length.describe("space between items, or rows of facts"),
  columns: z
    .union([z.int().min(1).max(8), z.literal("auto")])
    .describe("columns of a name list; auto takes two to six by the longest name"),
  columnGap: length.describe("space between columns"),
  fill: z.enum(["down", "across"]).describe("whether a name list reads down its columns or across"),
  spread: z
    .int()
    .min(0)
    .max(8)
    .describe("Han characters to whose width shorter labels or names are spread; 0 for none"),
  labelWidth: length.describe("width of the label column of facts"),
  label: z.string().describe("style of labels and of a signatory's small lines"),
  head: z.string().describe("style of text in the head rows of a table"),
  ruleTop: line.nullable(),
  ruleHead: line.nullable().describe("below the head rows"),
  ruleRow: line.nullable().describe("between rows"),
  ruleBottom: line.nullable(),
  splitRows: z
    .boolean()
    .describe("a table row that the next page could hold whole may be split all the same"),
  stripe: z.strictObject({ color }).nullable().describe("the ground of every second row of a table's body"),
  rowInset: length.describe(
    "space between the ends of a table's rows and what their first and last cells hold",
  ),
  cellAbove: length.describe("space inside a cell above its text"),
  cellBelow: length.describe("space inside a cell below its text"),
  cellGap: length.describe("space between the columns of a table"),
  inset: length.describe("narrowing of the block at both sides"),
  width: length.describe(
    "width of a rule or a box, greatest width of a figure's picture; absent for the whole measure",
  ),
  maxHeight: length.describe("greatest height of a figure's picture; absent for that of the page"),
};

const styleSchema = z.strictObject({
  basedOn: z.string().optional(),
  word: z
    .string()
    .optional()
    .describe("the name of Word's built-in style this one stands for, e.g. heading 1"),
  ...z.strictObject({ ...characterProperties, ...paragraphProperties, ...blockProperties }).partial().shape,
});
export type StyleRule = z.infer<typeof styleSchema>;
export type Line = z.infer<typeof line>;

const logo = z
  .strictObject({
    file: z
      .string()
      .regex(PICTURE_NAME)
      .describe("a png, jpg or svg in a template folder, by a path that leads down from it"),
    alt: z.string().describe("whose mark it is, for those who do not see it"),
    height: length.describe("greatest height"),
    at: z.enum(RUNNING_PLACES),
    pages: z.enum(["first", "rest", "all"]).default("all"),
  })
  .describe("the mark of the house, in the running head or foot");

const pageSchema = z.strictObject({
  size: z.enum(["A4", "Letter"]),
  top: length,
  bottom: length,
  inner: length.describe("left margin; with facing pages the one at the binding"),
  outer: length.describe("right margin; with facing pages the one at the cut edge"),
  facing: z
    .boolean()
    .optional()
    .describe("printed on both sides: even pages mirror margins, heads and feet; absent: no"),
  grid: z
    .strictObject({
      lines: z.int().min(1).max(100).describe("lines on a page"),
      characters: z.int().min(1).max(100).describe("full-width characters in a line"),
    })
    .optional()
    .describe(
      "the squares that the type area is divided into, for styles that ask for it (GB/T 9704: 22 by 28)",
    ),
  head: length.describe("distance of the running head's baseline from the upper edge of the paper"),
  foot: length.describe("distance of the running foot's baseline from the lower edge of the paper"),
  heads: z.boolean().optional().describe("whether pages have running heads; absent: yes"),
  headStyle: z.string(),
  footStyle: z.string(),
  headRule: line.nullable().describe("below the running head; gap counts from its baseline"),
  logo: logo.nullable().optional(),
  watermark: z
    .string()
    .regex(/\S/)
    .nullable()
    .optional()
    .describe("a word across every page behind the text, in the style `watermark`"),
});
export type PageSetup = z.infer<typeof pageSchema>;

/** How the house's own Word file is named. */
export const REFERENCE_NAME = nameBelow(["docx", "dotx"]);

export const themeSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  reference: z
    .string()
    .regex(REFERENCE_NAME)
    .optional()
    .describe(
      "the house's own Word file in a template folder, by a path that leads down from it: Word papers take its styles, heads, feet and page",
    ),
  languages: z
    .array(z.string())
    .describe("languages this theme is the default for; the first theme that names one wins"),
  stacks: z
    .record(z.string(), z.array(z.string()))
    .describe("font families in order of preference, by stack name; families are those of fonts.yaml"),
  colors: z.record(z.string(), z.string().regex(/^#[0-9a-f]{6}$/)).describe("colours by name"),
  page: pageSchema,
  styles: z.record(z.string(), styleSchema),
  documents: z
    .record(
      z.string(),
      z.strictObject({
        page: pageSchema.partial().optional(),
        styles: z.record(z.string(), styleSchema).optional(),
      }),
    )
    .describe("what differs for one kind of document"),
});
export type Theme = z.infer<typeof themeSchema>;

/** `templates/fonts.yaml`: where each face's file is, and what Word calls the family. */
export const fontsSchema = z.record(
  z.string(),
  z.strictObject({
    package: z
      .string()
      .optional()
      .describe("npm package that carries the files; absent for files beside fonts.yaml"),
    licence: z.string(),
    script: z.enum(["latin", "han", "hebrew", "arabic"]),
    fallback: z
      .boolean()
      .optional()
      .describe("stands behind every stack, for characters that none of its own families has"),
    languages: z
      .array(z.enum(["ja"]))
      .optional()
      .describe(
        "languages whose ideographs this family draws as their readers know them; there it goes first",
      ),
    faces: z
      .record(z.string().regex(/^[1-9]00i?$/), z.string())
      .describe("file by weight, with i for italic"),
    word: z.string().describe("family name in Word"),
    substitute: z.string().describe("a family that Word users have, for machines without this one"),
    css: z.string().describe("generic CSS family"),
  }),
);
export type FontFamilies = z.infer<typeof fontsSchema>;
export type FontFamily = FontFamilies[string];
