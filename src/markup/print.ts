import type { Element } from "./element.ts";
import { elementRule } from "./vocabulary.ts";

/**
 * Writes a tree as markup, blocks on lines of their own. Reading it back gives the same tree, but for places:
 * white space is added only where `parse` drops it.
 */
export const print = (element: Element): string => `${printAt(element, "")}\n`;

function printAt(element: Element, indent: string): string {
  const { name, children } = element;
  const tag = `${name}${Object.entries(element.attributes)
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
    .join("")}`;
  if (children.length === 0) return `<${tag}/>`;
  const inner = `${indent}  `;
  const content = isRunningText(element)
    ? children
        .map((child) => (typeof child === "string" ? escapeText(child) : printAt(child, indent)))
        .join("")
    : `${children
        .map((child) => `\n${inner}${typeof child === "string" ? escapeText(child) : printAt(child, inner)}`)
        .join("")}\n${indent}`;
  return `<${tag}>${content}</${name}>`;
}

const isRunningText = ({ name, children }: Element): boolean => {
  const kind = elementRule(name)?.content.kind;
  const isBlock = (child: Element | string) =>
    typeof child !== "string" && elementRule(child.name)?.is === "block";
  return kind === "inline" || (kind === "flow" && !children.some(isBlock));
};

/** An attribute's value as it must be written: a parser would turn bare line ends and tabs into blanks. */
export const escapeAttribute = (value: string): string => value.replace(/[&<>"\t\n\r]/g, escaped);

/** Text as it must be written; a bare carriage return would be read as a line end. */
export const escapeText = (text: string): string => text.replace(/[&<>\r]/g, escaped);

const escaped = (character: string): string => ESCAPES[character] ?? character;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};
