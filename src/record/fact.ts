import type { Basis, Cite, Fact } from "./schema/evidence.ts";
import type { Absence, Text } from "./schema/primitives.ts";

type MaybeFact<T> = Fact<T> | undefined;

/** The value of a fact; undefined when the record is silent or says that there is none. */
export const stated = <T>(fact: MaybeFact<T>): T | undefined =>
  fact !== undefined && "value" in fact ? fact.value : undefined;

/** The word for why a value is missing; undefined when there is a value or the record is silent. */
export const statusOf = (fact: MaybeFact<unknown>): Absence | undefined =>
  fact !== undefined && "status" in fact ? fact.status : undefined;

/**
 * How a fact, or an entry that carries its own evidence, is known. `usual` is what counts where nothing is
 * written: see `usualBasis`. Undefined when the record is silent.
 */
export const basisOf = (
  fact: { readonly basis?: Basis | undefined } | undefined,
  usual?: Basis,
): Basis | undefined => (fact === undefined ? undefined : (fact.basis ?? usual));

/** What an unmarked fact rests on: the sources if the record has any, otherwise the compiler's own knowledge. */
export const usualBasis = (record: { readonly sources: readonly unknown[] }): Basis =>
  record.sources.length > 0 ? "stated" : "supplied";

/** The note on a fact or entry. */
export const noteOf = (fact: { readonly note?: Text | undefined } | undefined): Text | undefined =>
  fact?.note;

/** The places in the sources that carry a fact or entry; empty when none are given. */
export const citesOf = (
  fact: { readonly cites?: readonly Cite[] | undefined } | undefined,
): readonly Cite[] => fact?.cites ?? [];
