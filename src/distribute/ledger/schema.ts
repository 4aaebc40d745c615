/** The version of the tables below; a ledger of a newer version is left alone. */
export const LEDGER_VERSION = 1;

/**
 * The tables, in words that SQLite and PostgreSQL share; INT is an integer of 64 bits in either. Times are milliseconds
 * since 1970. Events are only ever added.
 */
export const TABLES = (INT: string, BYTES: string): readonly string[] => [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE counter (name TEXT PRIMARY KEY, value ${INT} NOT NULL)`,
  `CREATE TABLE distribution (
    id TEXT PRIMARY KEY,
    record_id TEXT NOT NULL,
    revision ${INT} NOT NULL,
    trial ${INT} NOT NULL,
    title TEXT NOT NULL,
    held TEXT NOT NULL,
    record_digest TEXT NOT NULL,
    plan_hash TEXT NOT NULL,
    created ${INT} NOT NULL,
    paused TEXT
  )`,
  `CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    distribution_id TEXT NOT NULL REFERENCES distribution (id),
    sender TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT,
    domain TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    file_name TEXT NOT NULL,
    files TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    bytes_hash TEXT,
    size ${INT},
    message_id TEXT NOT NULL UNIQUE,
    serial ${INT} NOT NULL UNIQUE,
    state TEXT NOT NULL,
    attempt ${INT} NOT NULL,
    owner TEXT,
    lease_until ${INT},
    crossing_attempt ${INT},
    next_at ${INT} NOT NULL,
    first_at ${INT},
    last_code ${INT},
    last_reply TEXT NOT NULL,
    updated ${INT} NOT NULL,
    UNIQUE (distribution_id, person_id, kind)
  )`,
  `CREATE INDEX delivery_due ON delivery (next_at, serial) WHERE state IN ('queued', 'retry')`,
  `CREATE INDEX delivery_held ON delivery (lease_until) WHERE state IN ('sending', 'crossing')`,
  `CREATE TABLE event (
    delivery_id TEXT NOT NULL,
    seq ${INT} NOT NULL,
    at ${INT} NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (delivery_id, seq)
  )`,
  // Until when nothing goes to a domain, or out at all.
  `CREATE TABLE pace (lane TEXT PRIMARY KEY, next_at ${INT} NOT NULL)`,
  // Used where the spool is not a folder.
  `CREATE TABLE spool (delivery_id TEXT PRIMARY KEY, bytes ${BYTES} NOT NULL)`,
];
