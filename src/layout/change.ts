import { changeId } from "../document/change-id.ts";
import type { Context } from "./context.ts";
import type { Anchor } from "./page.ts";

/** A change as layout meets it: its number, and the element of the link that tells it in the margin. */
export interface ChangeStart {
  readonly number: number;
  readonly element: number;
}

/** Where a change begins, in a line of text of this size or beside a picture. */
export function changeAnchor(
  { changes }: Context,
  { number, element }: ChangeStart,
  at: { readonly x: number; readonly baseline: number; readonly size: number },
): Anchor {
  const drop = 0.9 * at.size;
  const change = { number, label: changes[number - 1] ?? "", drop };
  return { kind: "anchor", x: at.x, y: at.baseline - drop, id: changeId(number), element, change };
}
