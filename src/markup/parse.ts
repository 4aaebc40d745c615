import { SaxesParser } from "saxes";
import { type Diagnostic, failure, type Outcome, outcome } from "../diagnostic.ts";
import {
  checkAttribute,
  type Element,
  errorAt,
  missingAttributes,
  type Origin,
  unknownElement,
} from "./element.ts";
import { locator } from "./lines.ts";
import {
  attributeRule,
  type ContentRule,
  countsAsAbsent,
  type ElementRule,
  elementRule,
} from "./vocabulary.ts";

export interface ParseContext {
  /** The name used for places in markup that no template wrote. */
  readonly file: string;
  /** The names of the style sheet. */
  readonly roles: ReadonlySet<string>;
  /** Where start tags come from: a tag that carries the attribute `_="k"` was written at `map[k]`. */
  readonly map: readonly Origin[];
}

/** The attribute by which rendered tags name their origin; `parse` takes it off again. */
export const ORIGIN_ATTRIBUTE = "_";

/** Deeper markup is no document, and every later stage may then recurse without fear. */
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 200;

/** An element whose end has not been seen. */
interface Open {
  readonly name: string;
  readonly rule: ElementRule | undefined;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
  readonly origin: Origin;
}

/**
 * Reads markup into a tree, checked against the vocabulary. Total: any string gives a tree or diagnostics, all
 * of them at once. Places are those of the template. Comments are dropped, and so is white space where no text
 * may stand.
 */
export function parse(markup: string, context: ParseContext): Outcome<Element> {
  const problems: Diagnostic[] = [];
  const stack: Open[] = [];
  let root: Element | undefined;
  const origins = new Map<Element, Origin>();
  const locate = locator(markup, context.file);
  let latest: Origin = locate(0);
  let begin = 0;
  let tooDeep = false;

  const report = (found: Diagnostic | readonly Diagnostic[]): void => {
    for (const problem of [found].flat()) if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  const notAllowed = (message: string, hint?: string): void =>
    report(errorAt(latest, { code: "markup/not-allowed-here", message, hint }));

  const parser = new SaxesParser();
  // Positions are those of a token's end; a name holds no "<", so the tag began at the last one before it.
  parser.on("opentagstart", () => {
    begin = Math.max(0, markup.lastIndexOf("<", parser.position - 1));
  });
  parser.on("opentag", ({ name, attributes }) => {
    const { [ORIGIN_ATTRIBUTE]: mark, ...own } = attributes;
    const known = mark === undefined ? undefined : context.map[Number(mark)];
    const origin = known ?? locate(begin, name.length + 1);
    latest = origin;
    const rule = elementRule(name);
    const given = mark !== undefined && !known ? { ...own, [ORIGIN_ATTRIBUTE]: mark } : own;
    if (!rule) report(unknownElement(name, origin));
    else report(checkTag(name, rule, given, stack, context.roles, origin));
    if (stack.length >= MAX_DEPTH && !tooDeep) {
      tooDeep = true;
      report(errorAt(origin, { code: "markup/too-deep", message: `more than ${MAX_DEPTH} elements deep` }));
    }
    stack.push({ name, rule, attributes: present(rule, own), children: [], origin });
  });
  parser.on("closetag", () => {
    const open = stack.pop();
    if (!open) return;
    const { name, rule, attributes, origin } = open;
    const children = rule ? withoutIdleSpace(rule, open.children) : open.children;
    if (rule && !tooDeep) report(checkContent(name, rule, children, origin, origins));
    const element: Element = { name, attributes, children, place: origin.place };
    origins.set(element, origin);
    const parent = stack.at(-1);
    if (!parent) root ??= element;
    else if (!tooDeep) parent.children.push(element);
  });
  const addText = (text: string): void => {
    const parent = stack.at(-1);
    if (!parent || text === "") return;
    const last = parent.children.at(-1);
    if (typeof last === "string") parent.children[parent.children.length - 1] = last + text;
    else parent.children.push(text);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("doctype", () => notAllowed("a doctype has no place in a template", "take it out"));
  parser.on("processinginstruction", ({ target }) =>
    notAllowed(`a processing instruction (<?${target}) has no place in a template`, "take it out"),
  );
  parser.on("xmldecl", () => notAllowed("an XML declaration has no place in a template", "take it out"));
  parser.on("error", (error) => report(notWellFormed(error, latest)));
  // saxes throws, rather than reports, at half of a surrogate pair.
  const broken = markup.isWellFormed() ? undefined : markup.search(LONE_SURROGATE);
  if (broken !== undefined) {
    const message = "half of a character: a surrogate without its partner";
    report(errorAt(locate(broken), { code: "markup/not-well-formed", message }));
  } else parser.write(markup).close();

  if (root && root.name !== "document" && elementRule(root.name)) {
    latest = origins.get(root) ?? latest;
    notAllowed(`the outermost element is <${root.name}>`, "wrap everything in <document>");
  }
  if (!root && problems.length === 0) report(notWellFormed(new Error("no element found"), latest));
  return root ? outcome(root, problems) : failure(problems);
}

/** What can be said of a start tag: its attributes and the elements around it. */
function checkTag(
  name: string,
  rule: ElementRule,
  attributes: Readonly<Record<string, string>>,
  stack: readonly Open[],
  roles: ReadonlySet<string>,
  at: Origin,
): readonly Diagnostic[] {
  const around = stack.map((open) => open.name);
  const forbidden = rule.never?.find((ancestor) => around.includes(ancestor));
  const code = "markup/not-allowed-here";
  return [
    ...Object.entries(attributes).flatMap(([key, value]) =>
      checkAttribute(name, rule, key, value, roles, at),
    ),
    ...missingAttributes(name, rule, Object.keys(attributes), at),
    ...(forbidden ? [errorAt(at, { code, message: `<${name}> may not stand inside <${forbidden}>` })] : []),
    ...(rule.within && !around.includes(rule.within)
      ? [errorAt(at, { code, message: `<${name}> may stand only inside <${rule.within}>` })]
      : []),
  ];
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const IDLE = /^[ \t\r\n]*$/;
const isIdle = (child: Element | string): boolean => typeof child === "string" && IDLE.test(child);
const isBlock = (child: Element | string): boolean =>
  typeof child !== "string" && elementRule(child.name)?.is === "block";

/** Drops white space between blocks and parts; in running text it stays, for it may separate words. */
function withoutIdleSpace(rule: ElementRule, children: readonly (Element | string)[]) {
  const { kind } = rule.content;
  const keeps = kind === "inline" || (kind === "flow" && !children.some(isBlock));
  return keeps ? children : children.filter((child) => !isIdle(child));
}

/** What can be said of an element when its end has been seen. */
function checkContent(
  name: string,
  rule: ElementRule,
  children: readonly (Element | string)[],
  at: Origin,
  origins: ReadonlyMap<Element, Origin>,
): readonly Diagnostic[] {
  const code = "markup/not-allowed-here";
  const { content } = rule;
  const elements = children.filter((child): child is Element => typeof child !== "string");
  const blocks = content.kind === "blocks" || (content.kind === "flow" && elements.some(isBlock));
  const takesText = content.kind === "inline" || (content.kind === "flow" && !blocks);
  const problems: Diagnostic[] = [];
  const stray = children.find((child) => typeof child === "string" && !IDLE.test(child));
  if (stray !== undefined && !takesText) {
    const hint =
      content.kind === "nothing"
        ? `write <${name}/>`
        : blocks
          ? "put the text into a <p>"
          : `<${name}> takes ${contentWords(rule)}`;
    problems.push(errorAt(at, { code, message: `text may not stand directly in <${name}>`, hint }));
  }
  for (const child of elements) {
    if (fits(child, content, blocks)) continue;
    const mixed = content.kind === "flow" && elementRule(child.name)?.is === "inline";
    const hint = mixed
      ? "put the text beside the blocks into a <p>"
      : `<${name}> takes ${contentWords(rule)}`;
    const message = `<${child.name}> may not stand in <${name}>`;
    problems.push(errorAt(origins.get(child) ?? at, { code, message, hint }));
  }
  if (problems.length > 0 || elements.some((child) => !elementRule(child.name))) return problems;
  if (content.kind === "sequence") {
    const order = elements.map((child) => `${child.name} `).join("");
    if (content.order.test(order)) return [];
    return elements.length === 0
      ? [empty(name, at, content.expects)]
      : [errorAt(at, { code: "markup/wrong-order", message: `<${name}> needs ${content.expects}` })];
  }
  if (content.kind !== "nothing" && !content.mayBeEmpty && children.every(isIdle)) return [empty(name, at)];
  return [];
}

/** Whether a child may stand there; an unknown one has been reported already. */
function fits(child: Element, content: ContentRule, blocks: boolean): boolean {
  const rule = elementRule(child.name);
  if (!rule) return true;
  if (content.kind === "nothing") return false;
  if (content.kind === "sequence") return content.of.includes(child.name);
  return rule.is === (blocks ? "block" : "inline") || (content.also?.includes(child.name) ?? false);
}

const empty = (name: string, at: Origin, expects?: string): Diagnostic =>
  errorAt(at, {
    code: "markup/empty",
    message: `<${name}> is empty${expects ? `: it needs ${expects}` : ""}`,
    hint: "guard it with {{#if …}} in the template, so that it is left out when there is nothing to say",
  });

function contentWords({ content }: ElementRule): string {
  switch (content.kind) {
    case "nothing":
      return "no content";
    case "inline":
      return "text and inline elements";
    case "blocks":
      return "blocks such as <p>";
    case "flow":
      return "either text or blocks";
    case "sequence":
      return content.expects;
    default:
      return content satisfies never;
  }
}

/** Attributes as they count: those set to nothing are as if they were not there. */
function present(rule: ElementRule | undefined, attributes: Readonly<Record<string, string>>) {
  const entries = Object.entries(attributes).filter(([name, value]) => {
    const expected = rule && attributeRule(rule, name);
    return !(expected && countsAsAbsent(expected, value));
  });
  return Object.fromEntries(entries);
}

/** Translates what saxes says. Its own position is dropped: it speaks of the rendered text. */
function notWellFormed(error: Error, at: Origin): Diagnostic {
  const said = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, "").replace(/\.$/, "");
  const hint = HINTS.find(([sign]) => said.includes(sign))?.[1];
  return errorAt(at, { code: "markup/not-well-formed", message: `not well-formed: ${said}`, hint });
}

const HINTS: readonly (readonly [string, string])[] = [
  [
    "entity",
    "only &amp; &lt; &gt; &quot; &apos; and numbers such as &#160; exist; write other characters as they are",
  ],
  ["unclosed tag", "close it, or write <name/>"],
  ["unexpected close tag", "elements close in the reverse order of opening"],
  ["unmatched closing tag", "elements close in the reverse order of opening"],
  ["duplicate attribute", "give each attribute once"],
  ["unquoted attribute", "put the value in quotes"],
  ["attribute without value", 'write it with a value, such as numbered=""'],
];
