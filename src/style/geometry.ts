import type { Orientation } from "../document/model.ts";
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

/** Whether inner and outer, start and end change sides on this page. */
export const mirrored = (setup: PageSetup, page: number): boolean => setup.facing === true && page % 2 === 0;
