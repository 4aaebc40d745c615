import { AUDIENCES } from "../artefact.ts";
import { makeCopies } from "../copies.ts";
import { type Outcome, success } from "../diagnostic.ts";
import type { Extras } from "../pipeline/finish.ts";
import type { Opened } from "../pipeline/open.ts";
import { paragraphsOf } from "../read/docx.ts";
import type { Paper } from "../read/paper.ts";
import { wordsOn } from "../read/pdf/words.ts";
import { type Holder, holdersOf } from "../record/holders.ts";
import { LANGUAGES } from "../record/schema/primitives.ts";

/** A paper that was made anew, and whose it is when it is one of many. */
export interface Remade {
  readonly bytes: Uint8Array;
  readonly owner?: Holder;
}

/**
 * The copies of those whom a paper names in its foot, marked or not. All copies are made together, as they were: what
 * fonts hold of one depends on the names of all.
 */
export async function* copiesLike(
  paper: Paper,
  anew: Opened,
  { lock, room }: Extras,
): AsyncGenerator<Outcome<Remade>> {
  const type = paper.production?.document ?? "";
  const isNamed = namingIn(footOf(paper));
  for (const owners of groupsOf(anew, type))
    for (const marked of [false, true]) {
      const made = await makeCopies(anew, type, {
        formats: [paper.format],
        owners,
        marked,
        ...(room && { room }),
        ...(lock && { lockOf: () => lock }),
      });
      if (!made.ok) {
        yield made;
        return;
      }
      for (const { words, copy } of made.value)
        for (const [index, owner] of owners.entries())
          if (isNamed(words[index]?.line ?? "")) yield success({ bytes: (await copy(index)).bytes, owner });
    }
}

/** Those who may have got copies together: whom the record gives no language or rendition gets that of the order. */
function groupsOf(
  { whole, lang, audience, documents }: Opened,
  type: string,
): readonly (readonly Holder[])[] {
  const orders = AUDIENCES.flatMap((one) => LANGUAGES.map((other) => ({ lang: other, audience: one })));
  const groups = orders.map((order) =>
    holdersOf(whole, type, { ...order, documents }).filter(
      (holder) => holder.lang === lang && holder.audience === audience,
    ),
  );
  return [...new Map(groups.map((one) => [JSON.stringify(one), one])).values()].filter(
    (one) => one.length > 0,
  );
}

/** The words in which a copy says whose it is, among others. */
function footOf(paper: Paper): string {
  if (paper.format === "docx")
    return [...paper.parts]
      .filter(([path]) => /^word\/footer\d+\.xml$/.test(path))
      .flatMap(([path, bytes]) => paragraphsOf(path, bytes))
      .join("\n");
  const [page] = paper.pdf.pages();
  return (page && wordsOn(page, paper.pdf)?.join(" ")) ?? "";
}

/** Whether words are among others, as far as these tell: pages show words from right to left as they are drawn. */
function namingIn(said: string): (line: string) => boolean {
  const [letters, words] = [squashed(said), new Set(wordsIn(said))];
  return (line) =>
    letters.includes(squashed(line)) ||
    (FROM_RIGHT.test(line) && wordsIn(line).every((one) => words.has(one)));
}

const FROM_RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const squashed = (text: string): string => text.replace(/\s/gu, "");

/** Each word by its letters, in whatever order they come. */
const wordsIn = (text: string): readonly string[] =>
  (text.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).map((word) => [...word].sort().join(""));
