import type { Diagnostic, Place } from "../diagnostic.ts";
import { nearest } from "../diagnostic.ts";
import { attributeRule, countsAsAbsent, ELEMENT_NAMES, type ElementRule, ROLE } from "./vocabulary.ts";

/**
 * A node of the markup. Text stands between the elements as plain strings, as it was written: white space is
 * settled by `build`. `place` is the template line that wrote the start tag.
 */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
  readonly place: Place;
}

/** Where something in the markup comes from: the template's place and that whole line. */
export interface Origin {
  readonly place: Place;
  readonly excerpt: string;
}

type Problem = Pick<Diagnostic, "code" | "message"> & { readonly hint?: string | undefined };

/** An error at an origin; a hint that is undefined is left out. */
export const errorAt = (origin: Origin, { code, message, hint }: Problem): Diagnostic => ({
  code,
  severity: "error",
  message,
  place: origin.place,
  excerpt: origin.excerpt,
  ...(hint === undefined ? {} : { hint }),
});

export const meant = (word: string, candidates: Iterable<string>): string | undefined => {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `did you mean ${found}?`;
};

/** The error of a name that is not in the vocabulary. */
export const unknownElement = (name: string, at: Origin): Diagnostic =>
  errorAt(at, {
    code: "markup/unknown-element",
    message: `there is no element <${name}>`,
    hint: meant(name, ELEMENT_NAMES),
  });

/**
 * Judges one attribute. `value` absent means that it is known only when the template has run; `roles` absent
 * means that any role will do.
 */
export function checkAttribute(
  element: string,
  rule: ElementRule,
  name: string,
  value: string | undefined,
  roles: ReadonlySet<string> | undefined,
  at: Origin,
): readonly Diagnostic[] {
  const expected = attributeRule(rule, name);
  if (!expected) {
    const known = Object.keys(rule.attributes);
    const hint =
      meant(name, known) ?? (known.length ? `it takes ${known.join(", ")}` : "it takes no attributes");
    const message = `<${element}> takes no attribute ${name}`;
    return [errorAt(at, { code: "markup/unknown-attribute", message, hint })];
  }
  if (value === undefined || countsAsAbsent(expected, value)) return [];
  if (!expected.allows(value)) {
    const message = `${name}="${value}" on <${element}> is not ${expected.expects}`;
    return [errorAt(at, { code: "markup/bad-value", message })];
  }
  if (name === ROLE && roles && !roles.has(value)) {
    const message = `no style is named ${value}`;
    return [errorAt(at, { code: "markup/unknown-role", message, hint: meant(value, roles) })];
  }
  return [];
}

/** The errors of attributes that the element needs and does not have. */
export function missingAttributes(
  element: string,
  rule: ElementRule,
  has: (name: string) => boolean,
  at: Origin,
): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const name in rule.attributes) {
    const expected = rule.attributes[name];
    if (!expected?.required || has(name)) continue;
    const message = `<${element}> needs ${name}`;
    problems.push(
      errorAt(at, { code: "markup/missing-attribute", message, hint: `give it ${expected.expects}` }),
    );
  }
  return problems;
}
