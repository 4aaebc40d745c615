import type { Revision } from "../../document/model.ts";
import type { Context } from "./context.ts";
import { instant } from "./package.ts";
import { escapeXml } from "./xml.ts";

/** CT_RunTrackChange around runs, CT_TrackChange among the properties of a paragraph's mark or of a row. */
const ELEMENTS = { inserted: "w:ins", deleted: "w:del" } as const satisfies Readonly<
  Record<Revision, string>
>;

/** Runs as a tracked change; as they are where both revisions have them. */
export const tracked = (context: Context, revision: Revision | undefined, runs: string): string =>
  revision === undefined || runs === ""
    ? runs
    : `<${ELEMENTS[revision]}${whose(context)}>${runs}</${ELEMENTS[revision]}>`;

/** What says that a paragraph's mark, or a row, has come or gone. */
export const trackedMark = (context: Context, revision: Revision): string =>
  `<${ELEMENTS[revision]}${whose(context)}/>`;

/** Whose change it is and when it was made. Annotations of all sorts have numbers of their own. */
function whose({ places, revised }: Context): string {
  const id = places.count++;
  const date = revised?.at === undefined ? "" : ` w:date="${instant(revised.at)}"`;
  return ` w:id="${id}" w:author="${escapeXml(revised?.by ?? "")}"${date}`;
}
