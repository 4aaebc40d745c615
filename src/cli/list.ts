import { openResources } from "../files.ts";
import { type Library, libraryOf, type Resources, type TemplateFile } from "../library.ts";
import type { FontFamilies } from "../style/theme.ts";
import { columnsOf, padTo } from "../write/text/width.ts";
import { LISTS, type ListKind, type Request } from "./args.ts";
import type { Io } from "./io.ts";
import { reporter, safe } from "./report.ts";
import { foldersOf } from "./settings.ts";

/** An entry of a list, its fields in the order to print. */
type Entry = Readonly<Record<string, string>>;

/** Shows what there is to choose from, and where it comes from. */
export async function list(request: Request, io: Io): Promise<number> {
  const json = request.switches.has("json");
  const report = reporter(io, { json, notes: true });
  const opened = openResources(foldersOf(request));
  report.tell(opened.diagnostics);
  if (opened.ok) {
    const kind = LISTS.find((each) => each === request.arguments[0]) ?? "templates";
    const entries = ENTRIES[kind](opened.value, libraryOf(opened.value));
    const lines = aligned(entries);
    for (const [i, entry] of entries.entries())
      report.done(lines[i] ?? "", { type: kind.slice(0, -1), ...entry });
  }
  return json && opened.ok ? 0 : report.finish();
}

const origin = (file: TemplateFile | undefined): Entry => ({
  from: file?.own ? "own" : "built in",
  file: file?.file ?? "",
});

const ENTRIES: Readonly<Record<ListKind, (resources: Resources, library: Library) => readonly Entry[]>> = {
  templates: ({ templates }, { names }) =>
    names("documents").map((name) => {
      const file = templates.get(`documents/${name}.hbs`);
      return { name, description: firstComment(file?.text ?? ""), ...origin(file) };
    }),
  themes: ({ templates }, { names, theme }) =>
    names("themes").map((name) => {
      const read = theme(name);
      const file = templates.get(`themes/${name}.yaml`);
      return { name, description: read.ok ? read.value.description : UNREADABLE, ...origin(file) };
    }),
  profiles: ({ templates }, { names, profile }) =>
    names("profiles").map((name) => {
      const read = profile(name);
      const file = templates.get(`profiles/${name}.yaml`);
      return { name, description: read.ok ? read.value.description : UNREADABLE, ...origin(file) };
    }),
  fonts: (resources, { fonts }) => {
    const read = fonts();
    if (!read.ok) return [];
    return Object.entries(read.value.families).map(([name, family]) => ({
      name,
      faces: Object.keys(family.faces).join(" "),
      licence: family.licence,
      files: missing(resources, family),
      ...origin(resources.templates.get("fonts.yaml")),
    }));
  },
};

const UNREADABLE = "(cannot be read)";

/** What a template says of itself in the comment it begins with. */
const firstComment = (text: string): string =>
  /^\s*\{\{!(?:--)?\s*(.*?)\s*(?:--)?\}\}/s.exec(text)?.[1]?.replace(/\s+/g, " ") ?? "";

function missing({ fontFile }: Resources, family: FontFamilies[string]): string {
  const lost = Object.entries(family.faces).filter(([, path]) => {
    try {
      fontFile(family.package, path);
      return false;
    } catch {
      return true;
    }
  });
  return lost.length === 0 ? "present" : `missing: ${lost.map(([face]) => face).join(" ")}`;
}

/** Entries as lines in columns; the last column is as long as it likes. */
function aligned(entries: readonly Entry[]): readonly string[] {
  const rows = entries.map((entry) => Object.values(entry).map(safe));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? ""))));
  return rows.map((row) =>
    row
      .map((text, i) => (i === row.length - 1 ? text : padTo(text, widths[i] ?? 0)))
      .filter((text) => text !== "")
      .join("  "),
  );
}
