/**
 * What is asked of a list for every item, vote or person is gathered from the list once. A record never changes once
 * it is made, so what is gathered holds as long as the list lives; asking twice gives the same entries in their order.
 */

/** A function that is worked out once for each object and remembered for as long as the object lives. */
export function once<Of extends object, To>(work: (of: Of) => To): (of: Of) => To {
  const known = new WeakMap<Of, { readonly value: To }>();
  return (of) => {
    let found = known.get(of);
    if (found === undefined) {
      found = { value: work(of) };
      known.set(of, found);
    }
    return found.value;
  };
}

type Key = string | undefined;

/** The entries of a list that have a key, in the order of the list; entries without one are under `undefined`. */
export function entriesBy<Entry extends object>(
  keyOf: (entry: Entry) => Key,
): <Own extends Entry>(list: readonly Own[], key: Key) => readonly Own[] {
  const groups = once((list: readonly Entry[]) => Map.groupBy(list, keyOf));
  // A group has nothing but entries of its list.
  return <Own extends Entry>(list: readonly Own[], key: Key) =>
    (groups(list).get(key) ?? NONE) as readonly Own[];
}

const NONE: readonly never[] = [];

/** The entries that belong to an agenda item; those of no item for `undefined`. */
export const ofItem = entriesBy(({ item }: { readonly item?: Key }) => item);

const withId = entriesBy(({ id }: { readonly id?: Key }) => id);

/** The entry that an id names: the first, as the second of one id is an error. */
export const byId = <Entry extends { readonly id?: Key }>(
  list: readonly Entry[],
  id: Key,
): Entry | undefined => (id === undefined ? undefined : withId(list, id)[0]);
