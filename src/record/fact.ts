import type { Fact } from "./schema/evidence.ts";
import type { Absence } from "./schema/primitives.ts";

type MaybeFact<T> = Fact<T> | undefined;

/** The value of a fact; undefined when the record is silent or says that there is none. */
export const stated = <T>(fact: MaybeFact<T>): T | undefined =>
  fact !== undefined && "value" in fact ? fact.value : undefined;

/** The word for why a value is missing; undefined when there is a value or the record is silent. */
export const statusOf = (fact: MaybeFact<unknown>): Absence | undefined =>
  fact !== undefined && "status" in fact ? fact.status : undefined;
