/** What a column can hold. */
export type Value = string | number | null;
export type Fields = Readonly<Record<string, unknown>>;
/** Runs one statement, with `?` for each value, and gives the rows it returns. */
export type Query = (sql: string, ...values: readonly Value[]) => Promise<readonly Fields[]>;

/** An engine: transactions, and the few words in which SQLite and PostgreSQL differ. */
export interface Store {
  /** All that `work` does, durable when the promise is fulfilled, or nothing of it. */
  atomically<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Whether nobody else can have the ledger open, so that whoever held a row before is dead. */
  readonly alone: boolean;
  /** What keeps a claim from waiting for rows that others are just claiming. */
  readonly skipLocked: string;
  readonly integer: string;
  readonly bytes: string;
  /** Whether the tables are there; asked inside a transaction that keeps others from making them meanwhile. */
  hasTables(query: Query): Promise<boolean>;
  close(): Promise<void>;
}
