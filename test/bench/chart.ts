import { LANGS } from "./meeting.ts";
import type { Row } from "./stats.ts";

/**
 * Growth curves as SVG: milliseconds of a warm paper against its pages, both on scales of powers of ten, a panel for
 * each language and a line for each system with its name at the end. A straight line that rises with the grid's
 * diagonal is a system whose time is proportional to the paper.
 */
export function chartOf(rows: readonly Row[]): string {
  const points = rows.flatMap(({ measure, system, lang, size, pages, median }): readonly Point[] =>
    measure === "warm" && pages !== null && Object.hasOwn(LINES, system)
      ? [{ system, lang, size, pages, median }]
      : [],
  );
  const langs = LANGS.filter((lang) => points.some((point) => point.lang === lang));
  if (langs.length === 0)
    throw new Error("there is nothing to draw: a chart needs warm papers whose pages are known");
  const x = scale(
    points.map(({ pages }) => pages),
    0,
    PANEL.width,
  );
  const y = scale(
    points.map(({ median }) => median),
    PANEL.height,
    0,
  );
  const width = MARGIN.left + langs.length * (PANEL.width + PANEL.labels) + MARGIN.right;
  const height = MARGIN.top + PANEL.height + MARGIN.bottom;
  const panels = langs.map((lang, index) =>
    panelOf(
      LANGUAGE_NAMES[lang],
      points.filter((point) => point.lang === lang),
      { x, y, left: MARGIN.left + index * (PANEL.width + PANEL.labels), first: index === 0 },
    ),
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12">`,
    '<title id="title">Time to make a paper, by its number of pages</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="15" font-weight="600" fill="${INK}">Time to make a PDF, by its number of pages</text>`,
    `<text x="${MARGIN.left}" y="42" fill="${GREY}">median of fresh papers in a living process; both scales by powers of ten; lower is faster</text>`,
    ...panels,
    "</svg>",
  ].join("\n")}\n`;
}

interface Point {
  readonly system: string;
  readonly lang: string;
  readonly size: string;
  readonly pages: number;
  readonly median: number;
}

/** Pixels. */
const PANEL = { width: 300, height: 300, labels: 150 } as const;
const MARGIN = { left: 56, right: 8, top: 82, bottom: 44 } as const;
const LABEL_GAP = 15;

const INK = "#1c1c1c";
const GREY = "#666666";
const GRID = "#e4e4e4";

const LANGUAGE_NAMES = { en: "English", zh: "Chinese" } as const;

/** The lines by system, ours last so that it lies above the others. Colours are told apart in grey as well. */
const LINES: Readonly<
  Record<string, { readonly name: string; readonly color: string; readonly width: number }>
> = {
  "react-pdf": { name: "react-pdf", color: "#9c4f96", width: 1.5 },
  pdfmake: { name: "pdfmake", color: "#b3642c", width: 1.5 },
  chromium: { name: "Chromium", color: "#5d7f2f", width: 1.5 },
  pdfkit: { name: "pdfkit", color: "#7a7a7a", width: 1.5 },
  typst: { name: "Typst", color: "#178a94", width: 1.5 },
  minutebook: { name: "Minutebook", color: "#23476b", width: 3 },
};

interface Scale {
  readonly at: (value: number) => number;
  /** Powers of ten within its ends. */
  readonly ticks: readonly number[];
}

/** A scale by powers of ten that holds all values with a little room at both ends. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const room = 0.12;
  const low = Math.log10(Math.min(...values)) - room;
  const high = Math.log10(Math.max(...values)) + room;
  const first = Math.ceil(low);
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, i) => 10 ** (first + i)),
  };
}

interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  /** Whether this panel bears the names of the values. */
  readonly first: boolean;
}

function panelOf(title: string, points: readonly Point[], { x, y, left, first }: Frame): string {
  const grid = [
    ...x.ticks.map((tick) => {
      const at = fixed(x.at(tick));
      const label = `<text x="${at}" y="${PANEL.height + 18}" text-anchor="middle" fill="${GREY}">${pagesText(tick)}</text>`;
      return `<line x1="${at}" x2="${at}" y1="0" y2="${PANEL.height}" stroke="${GRID}"/>${label}`;
    }),
    ...y.ticks.map((tick) => {
      const at = fixed(y.at(tick));
      const label = `<text x="-8" y="${fixed(y.at(tick) + 4)}" text-anchor="end" fill="${GREY}">${timeText(tick)}</text>`;
      return `<line x1="0" x2="${PANEL.width}" y1="${at}" y2="${at}" stroke="${GRID}"/>${first ? label : ""}`;
    }),
  ];
  const systems = Object.keys(LINES).filter((system) => points.some((point) => point.system === system));
  const curves = systems.map((system) => {
    const mine = points.filter((point) => point.system === system).toSorted((a, b) => a.pages - b.pages);
    return { system, mine, end: mine.at(-1) };
  });
  const lines = curves.map(({ system, mine }) => {
    const { color, width } = lineOf(system);
    const places = mine.map(({ pages, median }) => [fixed(x.at(pages)), fixed(y.at(median))] as const);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${width + 1}" fill="${color}"/>`);
    const way = places.map((place) => place.join(",")).join(" ");
    return `<polyline points="${way}" fill="none" stroke="${color}" stroke-width="${width}"/>${dots.join("")}`;
  });
  const ends = curves.flatMap(({ end }) => end ?? []);
  const labels = [...Map.groupBy(ends, ({ size }) => size).values()].map((group) =>
    labelsOf(group, { x, y }, ends),
  );
  return [
    `<g transform="translate(${left} ${MARGIN.top})">`,
    `<text x="0" y="-10" font-weight="600" fill="${INK}">${title}</text>`,
    ...grid,
    ...lines,
    ...labels,
    `<text x="${PANEL.width / 2}" y="${PANEL.height + 36}" text-anchor="middle" fill="${GREY}">pages</text>`,
    "</g>",
  ].join("\n");
}

/**
 * The names of curves that end at one size, moved apart: beside the panel, or inside it for those that end before
 * others do, on a ground of their own.
 */
function labelsOf(group: readonly Point[], { x, y }: Pick<Frame, "x" | "y">, all: readonly Point[]): string {
  const longest = Math.max(...all.map(({ pages }) => pages));
  const end = Math.max(...group.map(({ pages }) => x.at(pages)));
  // Systems differ by a page or so at the same size.
  const inside = group.every(({ pages }) => pages < longest / 2);
  const left = inside ? end + 14 : PANEL.width + 9;
  const heights = spaced(
    group.map(({ median }) => y.at(median)),
    LABEL_GAP,
  );
  const halo = inside
    ? ' stroke="#ffffff" stroke-width="4" paint-order="stroke" stroke-linejoin="round"'
    : "";
  return group
    .map(({ system, pages, median }, index) => {
      const { name, color, width } = lineOf(system);
      const height = heights[index] ?? y.at(median);
      const way = [
        [x.at(pages) + 6, y.at(median)],
        [left - 7, height],
        [left - 3, height],
      ].map((place) => place.map(fixed).join(","));
      const leader = `<polyline points="${way.join(" ")}" fill="none" stroke="${color}" stroke-width="0.6"/>`;
      const weight = width > 2 ? ' font-weight="700"' : "";
      return `${leader}<text x="${fixed(left)}" y="${fixed(height + 4)}" fill="${color}"${weight}${halo}>${name} ${timeText(median)}</text>`;
    })
    .join("\n");
}

const lineOf = (system: string) => LINES[system] ?? { name: system, color: GREY, width: 1.5 };

/**
 * Heights moved apart so that two neighbours differ by at least `gap`, in their order and as near as can be to where
 * they want to be: those in each other's way share the way evenly.
 */
export function spaced(wanted: readonly number[], gap: number): readonly number[] {
  const order = wanted.map((_, index) => index).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  // Clumps of labels that touch, each placed so that the mean of their moves is nothing (isotonic regression).
  const clumps: { indices: number[]; top: number }[] = [];
  for (const index of order) {
    clumps.push({ indices: [index], top: wanted[index] ?? 0 });
    for (;;) {
      const [above, below] = clumps.slice(-2);
      if (!above || !below || above.top + above.indices.length * gap <= below.top) break;
      const indices = [...above.indices, ...below.indices];
      const sum = indices.reduce((total, one, place) => total + (wanted[one] ?? 0) - place * gap, 0);
      clumps.splice(-2, 2, { indices, top: sum / indices.length });
    }
  }
  const heights = wanted.map((height) => height);
  for (const { indices, top } of clumps)
    for (const [place, index] of indices.entries()) heights[index] = top + place * gap;
  return heights;
}

const fixed = (value: number): string => String(Number(value.toFixed(1)));

const pagesText = (pages: number): string => pages.toLocaleString("en-GB");

/** Milliseconds below a second, seconds above, with two digits that count. */
function timeText(ms: number): string {
  const value = ms < 1000 ? ms : ms / 1000;
  const shown = value < 10 ? Number(value.toFixed(1)) : Math.round(value);
  return `${shown} ${ms < 1000 ? "ms" : "s"}`;
}
