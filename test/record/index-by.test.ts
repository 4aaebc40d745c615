import fc from "fast-check";
import { expect, test } from "vitest";
import { byId, entriesBy, ofItem, once } from "../../src/record/index-by.ts";

const key = fc.constantFrom("a", "b", "__proto__", "", undefined);
const lists = fc.array(fc.record({ id: key, item: key, place: fc.nat() }));

test("what is looked up is what a search of the list finds, in its order", () => {
  const atPlace = entriesBy(({ place }: { readonly place: number }) => String(place));
  fc.assert(
    fc.property(lists, key, fc.nat(), (list, wanted, place) => {
      for (const _ of ["gathered", "remembered"]) {
        expect(ofItem(list, wanted)).toEqual(list.filter(({ item }) => item === wanted));
        expect(byId(list, wanted)).toBe(
          wanted === undefined ? undefined : list.find(({ id }) => id === wanted),
        );
        expect(atPlace(list, String(place))).toEqual(list.filter((one) => one.place === place));
      }
    }),
  );
});

test("lists that look alike are kept apart", () => {
  const one = [{ id: "a", item: "x" }];
  const other = [{ id: "a", item: "y" }];
  expect(byId(one, "a")).toBe(one[0]);
  expect(byId(other, "a")).toBe(other[0]);
  expect(ofItem(other, "x")).toEqual([]);
});

test("work is done once, also when nothing comes of it", () => {
  let times = 0;
  const work = once((_: object) => {
    times++;
    return undefined;
  });
  const of = {};
  expect([work(of), work(of), times]).toEqual([undefined, undefined, 1]);
});
