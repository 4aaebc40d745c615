/**
 * The syntax tree of a template, as far as templates may go. Handlebars' own types leave the kinds of nodes
 * open; these are closed, so that the check can be an allow-list.
 */

export interface Loc {
  /** Lines from 1, columns from 0. */
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}
interface Base {
  readonly loc: Loc;
}

export interface Program extends Base {
  readonly type: "Program";
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

export type Statement = Mustache | Block | PartialCall | Content | Comment | Refused;

interface Call extends Base {
  readonly params: readonly Expression[];
  readonly hash?: Hash;
}
export interface Mustache extends Call {
  readonly type: "MustacheStatement";
  readonly path: Path | Literal;
  readonly escaped: boolean;
}
export interface Block extends Call {
  readonly type: "BlockStatement";
  readonly path: Path | Literal;
  readonly program?: Program;
  readonly inverse?: Program;
}
export interface PartialCall extends Call {
  readonly type: "PartialStatement";
  readonly name: Path | Literal | SubExpression;
}
/** `original` is what stands in the file, `value` the same without the white space that tags took away. */
export interface Content extends Base {
  readonly type: "ContentStatement";
  readonly value: string;
  readonly original: string;
}
export interface Comment extends Base {
  readonly type: "CommentStatement";
}
export interface Refused extends Base {
  readonly type: "PartialBlockStatement" | "Decorator" | "DecoratorBlock";
}

export type Expression = Path | SubExpression | Literal;
export interface SubExpression extends Call {
  readonly type: "SubExpression";
  readonly path: Path | Literal;
}
/** `depth` counts `../`; `data` is set for `@names`. */
export interface Path extends Base {
  readonly type: "PathExpression";
  readonly data: boolean;
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
}
export interface Literal extends Base {
  readonly type: "StringLiteral" | "NumberLiteral" | "BooleanLiteral" | "UndefinedLiteral" | "NullLiteral";
  readonly value?: string | number | boolean;
  readonly original?: string | number | boolean;
}
export interface Hash extends Base {
  readonly type: "Hash";
  readonly pairs: readonly HashPair[];
}
export interface HashPair extends Base {
  readonly type: "HashPair";
  readonly key: string;
  readonly value: Expression;
}

/** The arguments by name of a call. */
export const pairsOf = (call: { readonly hash?: Hash }): readonly HashPair[] => call.hash?.pairs ?? [];

/** A path that is one plain name, so that it may be the name of a helper. */
export const simpleName = (path: Path | Literal | SubExpression): string | undefined =>
  path.type === "PathExpression" &&
  path.parts.length === 1 &&
  !path.data &&
  path.depth === 0 &&
  !isScoped(path)
    ? path.parts[0]
    : undefined;

/** Written with `this` or `.`, so that it means a field even where a block parameter has its name. */
export const isScoped = (path: Path): boolean => /^(\.\/|this\b|\.$)/.test(path.original);
