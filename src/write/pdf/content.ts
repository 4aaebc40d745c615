import type { SlotName } from "../../document/copy.ts";
import type {
  GlyphRun,
  ImageItem,
  PageItem,
  Piece,
  RuleItem,
  SlotItem,
  TurnedText,
} from "../../layout/page.ts";
import { ARTIFACT } from "../../layout/page.ts";
import type { PdfFont } from "./font.ts";
import type { PenPicture } from "./pen.ts";
import { hundredths, number } from "./value.ts";

/** What drawing asks of its surroundings. */
export interface ContentSettings {
  readonly height: number;
  readonly font: (face: string) => PdfFont;
  readonly picture: (name: string) => PenPicture;
  readonly slot: (name: SlotName) => PenPicture;
  /** The structure type under which an element's content is marked. */
  readonly type: (element: number) => string;
}

/** A page that is being drawn. */
export interface Content {
  /** Adds items, over what is there already. */
  draw(items: Iterable<PageItem>): void;
  /** Operators of all that was drawn, for the page's content stream. */
  readonly operators: () => string;
  /** Elements of the marked content, by mark (ISO 32000-1, 14.7.4). */
  readonly marks: readonly number[];
  /** Slots that are read aloud: streams of their own, since not all readers look for text in forms. */
  readonly told: readonly ToldSlot[];
}

/** What stands around the words of a slot that a page itself draws. */
export interface ToldSlot {
  readonly slot: SlotName;
  readonly before: string;
  readonly after: string;
}

/**
 * Draws a page's items as content operators, in their order: neighbouring runs of one element share one marked
 * sequence, everything else is an artifact. Font, colour and letter spacing are set only when they change.
 */
export function openContent(settings: ContentSettings): Content {
  let operators = "";
  const marks: number[] = [];
  const told: ToldSlot[] = [];
  const state = newState();
  const begin = (element: number): string => {
    if (element === ARTIFACT) return "/Artifact <</Type /Pagination>> BDC";
    return `/${settings.type(element)} <</MCID ${marks.push(element) - 1}>> BDC`;
  };
  return { draw, operators: () => operators, marks, told };

  function draw(items: Iterable<PageItem>): void {
    const parts: string[] = [];
    let open: number | undefined;
    const close = (): void => {
      if (open !== undefined) parts.push("ET EMC\n");
      open = undefined;
    };
    let [x, y] = [0, 0];
    for (const item of items) {
      if (item.kind === "glyphs") {
        if (open !== item.element) {
          close();
          open = item.element;
          parts.push(begin(item.element), " BT\n");
          [x, y] = [0, 0];
        }
        const font = settings.font(item.face);
        const [right, up] = [hundredths(item.x - x), hundredths(settings.height - item.y - y)];
        parts.push(stateOperators(state, item, font), `${right} ${up} Td `, showRun(state, item, font), "\n");
        // where the pen really is, so that what rounding takes away does not add up over a page
        x += right;
        y += up;
      } else if (item.kind === "rule") {
        close();
        parts.push(ruleOperators(item, settings.height), "\n");
      } else if (item.kind === "image") {
        close();
        const picture = settings.picture(item.picture);
        parts.push(begin(item.element), "\n", imageOperators(item, picture, settings.height), "\nEMC\n");
      } else if (item.kind === "turned") {
        close();
        parts.push(turnedOperators(item, settings), "\n");
      } else if (item.kind === "slot") {
        close();
        const [before, after] = [`${begin(item.element)} q ${turnedTo(item, settings.height)} `, " Q EMC\n"];
        if (item.element === ARTIFACT) parts.push(`${before}/${settings.slot(item.slot).name} Do${after}`);
        else told.push({ slot: item.slot, before, after });
      }
    }
    close();
    operators += parts.join("");
  }
}

interface TextState {
  font: string;
  color: string;
  tracking: string;
  wordSpace: string;
}

const newState = (): TextState => ({ font: "", color: "", tracking: "0", wordSpace: "0" });

/** Graphics state outlives BT and ET, so only what changes is written. */
function stateOperators(state: TextState, run: GlyphRun, font: PdfFont): string {
  const fontKey = `/${font.name} ${number(run.size)} Tf`;
  let operators = "";
  if (state.font !== fontKey) operators += `${fontKey} `;
  if (state.color !== run.color) operators += `${rgb(run.color)} rg `;
  state.font = fontKey;
  state.color = run.color;
  return operators;
}

/**
 * Shows a run. What justification adds to every word space is said once, as word spacing, and what it adds to
 * every ideograph as character spacing (ISO 32000-1, 9.3.2 and 9.3.3); only what differs stands in the array.
 */
function showRun(state: TextState, run: GlyphRun, font: PdfFont): string {
  const { pieces, size, tracking } = run;
  const wordSpace = pieces.find(isSpace)?.after;
  const opening = wordSpace === undefined ? "" : spacing(state, "wordSpace", wordSpace, "Tw");
  const spread = spreadOf(pieces);
  let current = tracking;
  let shown = `${opening}${spacing(state, "tracking", current, "Tc")}[(`;
  for (const piece of pieces) {
    const { shaped, after } = piece;
    const single = shaped.glyphs.length === 1;
    const wanted = single && spread !== 0 && after === spread ? tracking + spread : tracking;
    if (wanted !== current && (wanted !== tracking || !single)) {
      current = wanted;
      shown += `)] TJ ${spacing(state, "tracking", current, "Tc")}[(`;
    }
    shown += font.encode(shaped, size);
    // A single glyph is set with whatever spacing is on, and the difference made good.
    const rest = after - (current - tracking) - (isSpace(piece) ? (wordSpace ?? 0) : 0);
    if (Math.abs(rest) > 1e-3) shown += `)${number((-rest * 1000) / size)}(`;
  }
  shown += ")] TJ";
  // Says that what is copied has to be turned round (14.8.2.3.3).
  return run.reversed ? `/ReversedChars BMC ${shown} EMC` : shown;
}

const isSpace = ({ shaped }: Piece): boolean => shaped.text === " ";

function spacing(state: TextState, key: "tracking" | "wordSpace", points: number, operator: string): string {
  const value = String(Math.round(points * 1000) / 1000);
  if (state[key] === value) return "";
  state[key] = value;
  return `${value} ${operator} `;
}

/** What stands after two glyphs in a row: the same between all ideographs of a justified line. */
function spreadOf(pieces: readonly Piece[]): number {
  for (let i = 0; i + 1 < pieces.length; i++) {
    const { shaped, after } = pieces[i] as Piece; // within bounds
    const next = pieces[i + 1] as Piece; // within bounds
    if (after !== 0 && after === next.after && shaped.glyphs.length === 1 && next.shaped.glyphs.length === 1)
      return after;
  }
  return 0;
}

function ruleOperators(rule: RuleItem, height: number): string {
  const from = `${number(rule.x1)} ${number(height - rule.y1)} m`;
  const to = `${number(rule.x2)} ${number(height - rule.y2)} l`;
  return `/Artifact <</Type /Layout>> BDC ${number(rule.width)} w ${rgb(rule.color)} RG ${from} ${to} S EMC`;
}

/** Fills the picture's place with what it draws in the unit square. */
const imageOperators = ({ x, y, width, height }: ImageItem, picture: PenPicture, paper: number): string =>
  `q ${number(width)} 0 0 ${number(height)} ${number(x)} ${number(paper - y - height)} cm /${picture.name} Do Q`;

/** Runs on a line of their own, turned about its origin; an artifact. What it sets does not outlast it. */
function turnedOperators(item: TurnedText, { height, font }: ContentSettings): string {
  return `/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q ${turnedTo(item, height)} ${runOperators(item.runs, font)} Q EMC`;
}

/** Makes a place on the page the origin, and turns the axes against the clock. */
function turnedTo({ x, y, angle }: TurnedText | SlotItem, height: number): string {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) => Math.round(value * 1e5) / 1e5);
  return `${cos} ${sin} ${-(sin ?? 0)} ${cos} ${number(x)} ${number(height - y)} cm`;
}

/** Runs at their places from the origin, whatever was set before. */
export function runOperators(runs: readonly GlyphRun[], font: ContentSettings["font"]): string {
  const state: TextState = { font: "", color: "", tracking: "", wordSpace: "" };
  const shown = runs.map((run) => {
    const used = font(run.face);
    const place = `1 0 0 1 ${number(run.x)} ${number(-run.y)} Tm`;
    return `${stateOperators(state, run, used)}${place} ${spacing(state, "wordSpace", 0, "Tw")}${showRun(state, run, used)}`;
  });
  return `BT ${shown.join(" ")} ET`;
}

const channels = new Map<string, string>();

/** `#rrggbb` as three numbers from 0 to 1. */
export function rgb(color: string): string {
  let value = channels.get(color);
  if (value === undefined) {
    value = [1, 3, 5]
      .map((at) => String(Math.round((Number.parseInt(color.slice(at, at + 2), 16) / 255) * 1000) / 1000))
      .join(" ");
    channels.set(color, value);
  }
  return value;
}
