import type { GlyphRun, ImageItem, PageItem, RuleItem, TurnedText } from "../../layout/page.ts";
import { ARTIFACT } from "../../layout/page.ts";
import { number, type PenFont, type PenPicture } from "./pen.ts";

/** Where content is marked for an element: a number that is unique on its page (ISO 32000-1, 14.7.4). */
export interface Mark {
  readonly element: number;
  readonly id: number;
}

export interface Content {
  /** Operators for the page's content stream. */
  readonly operators: string;
  readonly marks: readonly Mark[];
  readonly fonts: ReadonlySet<PenFont>;
  readonly pictures: ReadonlySet<PenPicture>;
}

/** What drawing asks of its surroundings. */
export interface ContentSettings {
  readonly height: number;
  readonly font: (face: string) => PenFont;
  readonly picture: (name: string) => PenPicture;
  /** The structure type under which an element's content is marked. */
  readonly type: (element: number) => string;
}

/**
 * A page's items as content operators, in their order: neighbouring runs of one element share one marked
 * sequence, everything else is an artifact. Font, colour and letter spacing are set only when they change.
 */
export function pageContent(items: readonly PageItem[], settings: ContentSettings): Content {
  const parts: string[] = [];
  const marks: Mark[] = [];
  const fonts = new Set<PenFont>();
  const pictures = new Set<PenPicture>();
  const state: TextState = { font: "", color: "", tracking: 0 };
  let open: number | undefined;
  const close = (): void => {
    if (open !== undefined) parts.push("ET EMC");
    open = undefined;
  };
  const begin = (element: number): string => {
    if (element === ARTIFACT) return "/Artifact <</Type /Pagination>> BDC";
    const id = marks.length;
    marks.push({ element, id });
    return `/${settings.type(element)} <</MCID ${id}>> BDC`;
  };
  let at = { x: 0, y: 0 };
  for (const item of items) {
    if (item.kind === "glyphs") {
      if (open !== item.element) {
        close();
        open = item.element;
        parts.push(`${begin(item.element)} BT`);
        at = { x: 0, y: 0 };
      }
      const font = settings.font(item.face);
      fonts.add(font);
      const y = settings.height - item.y;
      parts.push(
        stateOperators(state, item, font),
        `${number(item.x - at.x)} ${number(y - at.y)} Td ${runOperand(item, font)}`,
      );
      at = { x: item.x - rounding(item.x - at.x), y: y - rounding(y - at.y) };
    } else if (item.kind === "rule") {
      close();
      parts.push(ruleOperators(item, settings.height));
    } else if (item.kind === "image") {
      close();
      const picture = settings.picture(item.picture);
      pictures.add(picture);
      parts.push(begin(item.element), imageOperators(item, picture, settings.height), "EMC");
    } else if (item.kind === "turned") {
      close();
      parts.push(turnedOperators(item, settings, fonts));
    }
  }
  close();
  return { operators: parts.filter(Boolean).join("\n"), marks, fonts, pictures };
}

/** What rounding a move took away, so that errors do not add up over a page. */
const rounding = (move: number): number => move - Math.round(move * 100) / 100;

interface TextState {
  font: string;
  color: string;
  tracking: number;
}

/** Graphics state outlives BT and ET, so only what changes is written. */
function stateOperators(state: TextState, run: GlyphRun, font: PenFont): string {
  const operators: string[] = [];
  const fontKey = `/${font.name} ${number(run.size)} Tf`;
  if (state.font !== fontKey) operators.push(fontKey);
  if (state.color !== run.color) operators.push(`${rgb(run.color)} rg`);
  if (state.tracking !== run.tracking) operators.push(`${number(run.tracking)} Tc`);
  state.font = fontKey;
  state.color = run.color;
  state.tracking = run.tracking;
  return operators.join(" ");
}

function runOperand(run: GlyphRun, font: PenFont): string {
  let operand = "[(";
  for (const piece of run.pieces) {
    operand += font.encode(piece.shaped, run.size);
    if (Math.abs(piece.after) > 1e-3) operand += `)${number((-piece.after * 1000) / run.size)}(`;
  }
  operand += ")] TJ";
  // Says that what is copied has to be turned round (ISO 32000-1, 14.8.2.3.3).
  return run.reversed ? `/ReversedChars BMC ${operand} EMC` : operand;
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
function turnedOperators(item: TurnedText, { height, font }: ContentSettings, fonts: Set<PenFont>): string {
  const state: TextState = { font: "", color: "", tracking: 0 };
  const [cos, sin] = [Math.cos(item.angle), Math.sin(item.angle)].map(
    (value) => Math.round(value * 1e5) / 1e5,
  );
  const runs = item.runs.map((run) => {
    const used = font(run.face);
    fonts.add(used);
    const place = `1 0 0 1 ${number(run.x)} ${number(-run.y)} Tm`;
    return `${stateOperators(state, run, used)} ${place} ${runOperand(run, used)}`;
  });
  const turn = `${cos} ${sin} ${-(sin ?? 0)} ${cos} ${number(item.x)} ${number(height - item.y)} cm`;
  return `/Artifact <</Type /Pagination>> BDC q ${turn} BT ${runs.join(" ")} ET Q EMC`;
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
