import { expect, it } from "vitest";
import { holdersOf } from "../../src/record/holders.ts";
import { boardOf } from "./view/support.ts";

const ASKED = { documents: ["minutes", "brief"] };
const names = (yaml: string, document = "minutes") =>
  holdersOf(boardOf(yaml), document, ASKED).map(({ id, serial }) => `${serial} ${id}`);

it("serials stay the same from paper to paper, and past a thousand have another digit", () => {
  const list = "distribution:\n  - {to: ann, documents: [brief]}\n  - {to: ben}\n";
  expect(names(list)).toEqual(["002 ben"]);
  expect(names(list, "brief")).toEqual(["001 ann", "002 ben"]);
  const many = Array.from({ length: 1001 }, (_, index) => `  - {to: {text: Office ${index}}}\n`).join("");
  expect(names(`distribution:\n${many}`).at(-1)).toMatch(/^1001 other-[0-9a-f]{10}$/);
});
it("whoever is on several lists is one holder, as the first of them says", () => {
  const twice =
    "distribution:\n  - {to: ann, formats: [pdf], channel: email}\n  - {to: ben}\n  - {to: ann, channel: print}\n";
  const [ann] = holdersOf(boardOf(twice), "minutes", ASKED);
  expect(names(twice)).toEqual(["001 ann", "002 ben"]);
  expect(ann?.formats).toEqual(["pdf"]);
});
it("a person is told with where their first post is held", () => {
  const posts = `posts:
  - {person: ann, title: Member, body: board, order: 2}
  - {person: ann, title: Warden, organization: hall, order: 1}
  - {person: ben, title: Guest}
organizations:
  - {id: hall, name: The Hall}
distribution:
  - {to: ann}
  - {to: ben}
  - {to: {unit: hall}}
`;
  expect(holdersOf(boardOf(posts), "minutes", ASKED).map(({ unit }) => unit)).toEqual([
    "The Hall",
    undefined,
    undefined,
  ]);
});
