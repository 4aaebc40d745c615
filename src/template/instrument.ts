import type { Origin } from "../markup/element.ts";
import { ORIGIN_ATTRIBUTE } from "../markup/parse.ts";
import {
  type Expression,
  type Hash,
  type Loc,
  type Mustache,
  type Path,
  type Program,
  pairsOf,
  type Statement,
} from "./ast.ts";
import type { Studied } from "./check.ts";

/**
 * Rewrites a checked syntax tree so that rendering keeps hold of places and of its own rules:
 * every start tag gets an attribute that names its place, every helper an argument that does, every output
 * goes through `_out`, `../` follows contexts that our own blocks keep (Handlebars' drop a level when the inner
 * context happens to equal the outer one), and a partial begins a chain of contexts of its own.
 */
export function instrument(
  { parsed, program, outline }: Studied,
  isPartial: boolean,
  origins: Origin[],
): Program {
  const remember = (origin: Origin): number => origins.push(origin) - 1;
  const originOf = ({ start, end }: Loc): Origin => {
    const begin = parsed.offset(start);
    return parsed.locate(
      begin,
      start.line === end.line ? Math.max(1, parsed.offset(end) - begin) : undefined,
    );
  };

  const withPlace = (call: { readonly hash?: Hash; readonly loc: Loc }): Hash => ({
    type: "Hash",
    loc: call.loc,
    pairs: [
      ...expressions(call),
      {
        type: "HashPair",
        key: PLACE_ARGUMENT,
        loc: call.loc,
        value: numberLiteral(remember(originOf(call.loc)), call.loc),
      },
    ],
  });
  const expressions = (call: { readonly hash?: Hash }) =>
    pairsOf(call).map((pair) => ({ ...pair, value: expression(pair.value) }));

  const expression = (node: Expression): Expression => {
    switch (node.type) {
      case "PathExpression":
        return outward(node);
      case "SubExpression":
        return { ...node, params: node.params.map(expression), hash: withPlace(node) };
      default:
        return node;
    }
  };

  const output = (node: Mustache): Mustache => {
    const { loc } = node;
    const isCall = node.params.length > 0 || pairsOf(node).length > 0;
    const value: Expression = isCall
      ? {
          type: "SubExpression",
          loc,
          path: node.path,
          params: node.params,
          ...(node.hash ? { hash: node.hash } : {}),
        }
      : node.path;
    return { ...node, path: plainPath("_out", loc), params: [expression(value)], hash: withPlace({ loc }) };
  };

  const body = (node: Program): Program => ({ ...node, body: node.body.map(statement) });
  const statement = (node: Statement): Statement => {
    switch (node.type) {
      case "ContentStatement": {
        const marks = outline.marks.get(node) ?? [];
        let value = "";
        let done = 0;
        for (const { offset, origin } of marks) {
          value += `${node.value.slice(done, offset)} ${ORIGIN_ATTRIBUTE}="${remember(origin)}"`;
          done = offset;
        }
        value += node.value.slice(done);
        return { ...node, value, original: value };
      }
      case "MustacheStatement":
        return output(node);
      case "BlockStatement":
        return {
          ...node,
          params: node.params.map(expression),
          hash: withPlace(node),
          ...(node.program ? { program: body(node.program) } : {}),
          ...(node.inverse ? { inverse: body(node.inverse) } : {}),
        };
      case "PartialStatement": {
        const { hash } = node;
        const params = node.params.map(expression);
        return { ...node, params, ...(hash ? { hash: { ...hash, pairs: expressions(node) } } : {}) };
      }
      default:
        return node;
    }
  };

  const whole = body(program);
  if (!isPartial) return whole;
  const { loc } = program;
  const strip = { open: false, close: false };
  const entered = {
    type: "BlockStatement",
    loc,
    path: plainPath("_enter", loc),
    params: [{ ...plainPath("this", loc), parts: [] }],
    hash: withPlace({ loc }),
    program: whole,
    openStrip: strip,
    closeStrip: strip,
  } as const;
  return { type: "Program", loc, body: [entered] };
}

/** The argument by which a helper knows its place in the template. */
export const PLACE_ARGUMENT = "_at";
/**
 * Where frames keep the contexts: the one inside, and the chain of those outside. Paths with a depth of their
 * own would make Handlebars compare contexts, which fails on records without a prototype.
 */
export const CONTEXT = "_ctx";
export interface Contexts {
  readonly value: unknown;
  readonly up: Contexts | undefined;
  /** The frame itself, for the loop's own names; absent at the outermost context. */
  readonly frame: object | undefined;
}

function outward(path: Path): Path {
  if (path.depth === 0) return path;
  const kept = path.data ? "frame" : "value";
  const parts = [CONTEXT, ...Array<string>(path.depth).fill("up"), kept, ...path.parts];
  return { ...path, data: true, depth: 0, parts, original: `@${parts.join(".")}` };
}

const plainPath = (name: string, loc: Loc): Path => ({
  type: "PathExpression",
  data: false,
  depth: 0,
  parts: [name],
  original: name,
  loc,
});
const numberLiteral = (value: number, loc: Loc): Expression => ({
  type: "NumberLiteral",
  value,
  original: value,
  loc,
});
