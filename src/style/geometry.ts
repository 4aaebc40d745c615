import type { Orientation, Running, RunningPlace } from "../document/model.ts";
import { PAGE_SIZES } from "../units.ts";
import type { PageSetup } from "./theme.ts";

/** The type area: where slabs go, from the upper left corner of the paper. */
export interface TypeArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A kind of page: its paper in points, and what of it the text may fill. */
export interface Geometry {
  readonly paper: { readonly width: number; readonly height: number };
  /** Size of the type area, the same on all its pages. */
  readonly width: number;
  readonly height: number;
  /** The type area of the page with this number, from 1. */
  readonly areaOn: (page: number) => TypeArea;
}

/**
 * The pages of a theme, upright or lying. The margins keep their sides, since screens turn no pages; with facing
 * pages the inner margin of an even one, a left-hand page, is at the right.
 */
export function geometryOf(setup: PageSetup, orientation: Orientation): Geometry {
  const upright = PAGE_SIZES[setup.size];
  const paper =
    orientation === "landscape" ? { width: upright.height, height: upright.width } : { ...upright };
  const width = paper.width - setup.inner - setup.outer;
  const height = paper.height - setup.top - setup.bottom;
  const areaOn = (page: number): TypeArea => ({
    x: mirrored(setup, page) ? setup.outer : setup.inner,
    y: setup.top,
    width,
    height,
  });
  return { paper, width, height, areaOn };
}

/** How far below the running foot, whose lines are so far apart, a line stands that printers still print whole. */
export const belowFoot = ({ foot }: PageSetup, leading: number): number =>
  Math.min(leading, Math.max(0, foot - EDGE));
const EDGE = 16;

/** Whether inner and outer, start and end change sides on this page. */
const mirrored = (setup: PageSetup, page: number): boolean => setup.facing === true && page % 2 === 0;

/** The lines of page furniture that a theme's pages show. */
export const shownOf = (setup: PageSetup, running: readonly Running[]): readonly Running[] =>
  setup.heads === false ? running.filter(({ at }) => at.startsWith("foot")) : running;

/** Sides as the reading direction has them. */
export type Side = "start" | "center" | "end";

/**
 * At which side a line of page furniture stands on a page. With facing pages all stand as if mirrored on even ones,
 * and a foot that would be in the middle moves to the outer side, where a thumb finds it.
 */
export function sideOn(setup: PageSetup, at: RunningPlace, page: number): Side {
  const [edge, side] = at.split("-") as [string, Side]; // every place names one
  if (side === "center") return setup.facing && edge === "foot" ? outerSide(setup, page) : side;
  if (!mirrored(setup, page)) return side;
  return side === "start" ? "end" : "start";
}

/** The side of a page that is not bound. */
export const outerSide = (setup: PageSetup, page: number): "start" | "end" =>
  mirrored(setup, page) ? "start" : "end";
