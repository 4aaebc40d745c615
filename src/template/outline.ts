import type { Diagnostic } from "../diagnostic.ts";
import { errorAt, type Origin } from "../markup/element.ts";
import {
  type Content,
  type Expression,
  type Mustache,
  type PartialCall,
  type Program,
  pairsOf,
  type Statement,
  simpleName,
} from "./ast.ts";
import { HELPERS } from "./helpers.ts";
import type { Parsed } from "./source.ts";
import { afterHole, IN_TEXT, readTags, type StartTag, type TagSink, type TagState } from "./tags.ts";

/** What a file shows of itself before it is known what data it will meet. */
export interface Outline {
  /** The start tags that stand in the file. */
  readonly tags: readonly StartTag[];
  /** In each stretch of markup, after which offsets of its text a tag's name ends, and where that tag stands. */
  readonly marks: ReadonlyMap<Content, readonly { readonly offset: number; readonly origin: Origin }[]>;
  readonly calls: readonly PartialCall[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the markup of a file through its blocks. Reports what can only go wrong: markup that no data could make
 * well-formed, tags that begin outside a block and end inside it, elements closed in the wrong order, and data
 * anywhere but in text and in quoted values, so that data can make no element and no attribute.
 */
export function outline(parsed: Parsed, program: Program): Outline {
  const tags: StartTag[] = [];
  const calls: PartialCall[] = [];
  const diagnostics: Diagnostic[] = [];
  const marks = new Map<Content, { offset: number; origin: Origin }[]>();
  const originOf = (node: { readonly loc: Content["loc"] }): Origin => {
    const begin = parsed.offset(node.loc.start);
    const end = parsed.offset(node.loc.end);
    return parsed.locate(
      begin,
      node.loc.start.line === node.loc.end.line ? Math.max(1, end - begin) : undefined,
    );
  };
  const problem = (found: Diagnostic): void => {
    diagnostics.push(found);
  };

  /** Reads a program and gives the state at its end, and whether it leaves elements open or closes others'. */
  const walk = (node: Program, start: TagState, isRoot: boolean) => {
    const open: StartTag[] = [];
    let state = start;
    // Elements that one block opens and another closes cannot be matched up here; `parse` sees them rendered.
    let crossing = false;
    const sink = (content: Content): TagSink => ({
      begin: (tag, nameEnd) => {
        const list = marks.get(content) ?? [];
        list.push({ offset: nameEnd, origin: tag.at });
        marks.set(content, list);
      },
      complete: (tag, isEmpty) => {
        tags.push(tag);
        if (!isEmpty) open.push(tag);
      },
      end: (name, at) => {
        const last = open.pop();
        if (last?.name === name || crossing) return;
        if (!last && !isRoot) crossing = true;
        else {
          const message = last
            ? `</${name}> closes <${last.name}> of line ${last.at.place.line}`
            : `</${name}> closes nothing`;
          problem(errorAt(at, { code: "markup/not-well-formed", message }));
          crossing = true;
        }
      },
      problem,
    });
    const statement = (child: Statement): void => {
      switch (child.type) {
        case "ContentStatement": {
          const base = parsed.offset(child.loc.start) + leadIn(child);
          state = readTags(
            state,
            child.value,
            (offset, length) => parsed.locate(base + offset, length),
            sink(child),
          );
          break;
        }
        case "MustacheStatement":
          checkHole(child);
          state = afterHole(state);
          break;
        case "PartialStatement":
          calls.push(child);
          if (state.mode !== "text")
            misplaced(child, "a partial stands for blocks or text, not for part of a tag");
          break;
        case "BlockStatement": {
          const before = state;
          if (before.mode === "comment" || before.mode === "cdata") checkHole(child);
          const branches = [child.program, child.inverse].map((branch) => {
            const from = separate(before);
            return branch ? { from, ...walk(branch, from, false) } : { from, state: from, crosses: false };
          });
          for (const { state: after, crosses } of branches) {
            crossing ||= crosses;
            if (after.mode !== before.mode || after.attribute !== before.attribute)
              misplaced(child, "a tag or quoted value that this block begins or ends on one side only");
            for (const name of after.tag?.attributes.keys() ?? [])
              if (before.tag && !before.tag.attributes.has(name)) before.tag.attributes.set(name, undefined);
          }
          state = afterHole(before);
          break;
        }
        default:
          break;
      }
    };
    const checkHole = (
      hole: Mustache | { readonly type: "BlockStatement"; readonly loc: Content["loc"] },
    ): void => {
      if (state.mode === "text") return;
      if (state.mode === "value") {
        if (hole.type === "MustacheStatement" && givesMarkup(hole))
          misplaced(hole, "elements cannot stand in an attribute", "print the plain text there");
        return;
      }
      if (state.mode === "comment")
        misplaced(hole, "data in a markup comment", "write the comment as {{!-- … --}}");
      else
        misplaced(
          hole,
          "names of elements and attributes may not come from data",
          "choose them with {{#if …}}",
        );
    };
    const misplaced = (at: { readonly loc: Content["loc"] }, message: string, hint?: string): void =>
      problem(errorAt(originOf(at), { code: "template/misplaced", message, hint }));

    for (const child of node.body) statement(child);
    if (isRoot && !crossing)
      for (const tag of open)
        problem(
          errorAt(tag.at, { code: "markup/not-well-formed", message: `<${tag.name}> is never closed` }),
        );
    if (isRoot && state.mode !== "text" && diagnostics.length === 0)
      problem(
        errorAt(state.tag?.at ?? parsed.locate(0), {
          code: "markup/not-well-formed",
          message: `a ${state.mode === "comment" ? "comment" : "tag"} that never ends`,
        }),
      );
    return { state, crosses: crossing || open.length > 0 };
  };
  walk(program, IN_TEXT, true);
  return { tags, marks, calls, diagnostics };
}

/** How much white space at its beginning the template's own tags have taken from a stretch of markup. */
function leadIn({ original, value }: Content): number {
  const indent = (text: string): number => text.length - text.trimStart().length;
  return value === "" ? 0 : indent(original) - indent(value);
}

/** A state whose attributes may be added to without touching the original's. */
const separate = (state: TagState): TagState =>
  state.tag ? { ...state, tag: { ...state.tag, attributes: new Map(state.tag.attributes) } } : state;

/** Whether what is printed may hold elements. */
export function givesMarkup(call: Mustache | Expression): boolean {
  if (call.type !== "MustacheStatement" && call.type !== "SubExpression") return false;
  const name = simpleName(call.path);
  const isCall = call.type === "SubExpression" || call.params.length > 0 || pairsOf(call).length > 0;
  const helper = isCall && name !== undefined && Object.hasOwn(HELPERS, name) ? HELPERS[name] : undefined;
  return (
    helper?.gives === "markup" ||
    call.params.some(givesMarkup) ||
    pairsOf(call).some(({ value }) => givesMarkup(value))
  );
}
