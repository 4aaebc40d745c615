import { parseArgs } from "node:util";
import { AUDIENCES, FORMATS } from "../artefact.ts";
import { nearest } from "../diagnostic.ts";
import type { Stage } from "../pipeline.ts";

/** What can be dumped; the pipeline's own list, without the time it takes to load. */
export const STAGES = [
  "record",
  "markup",
  "tree",
  "document",
  "galley",
  "pages",
] as const satisfies readonly Stage[];

export const LISTS = ["templates", "themes", "profiles", "fonts"] as const;
export type ListKind = (typeof LISTS)[number];
export const REPORT_FORMATS = ["csv", "json", "pdf"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

interface Option {
  /** What stands for the value in help; absent for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
  /** The words that may stand here, one or several with commas between. */
  readonly words?: readonly string[];
  readonly several?: boolean;
  /** What else a value must look like. */
  readonly pattern?: RegExp;
}

const NUMBER = /^\d{1,7}$/;

const OPTIONS = {
  documents: { value: "NAMES", several: true, help: "papers, with commas; default: all the record can fill" },
  formats: {
    value: "NAMES",
    several: true,
    words: FORMATS,
    help: `${FORMATS.join(", ")}; default: pdf,docx`,
  },
  lang: { value: "TAG", help: "language; default: the record's first" },
  theme: { value: "NAME", help: "look; default: the first theme made for the language" },
  audience: {
    value: "NAME",
    words: AUDIENCES,
    help: `whom papers are for: ${AUDIENCES.join(", ")}; default: those who may see all`,
  },
  profile: { value: "NAME", help: "house rules; default: the record's own" },
  templates: { value: "DIR", help: "templates of your own, laid over the built-in ones" },
  sources: { value: "DIR", help: "where sources are, besides the record's folder" },
  out: { value: "PATH", short: "o", help: "where papers go; default: output" },
  watermark: { value: "WORD", help: "a word across every page, such as DRAFT; default: the theme's" },
  for: { value: "IDS", several: true, help: "people or units, with commas; default: all who get it" },
  mark: { help: "the name of whom it is for across every page" },
  reference: {
    value: "FILE",
    help: "your own Word file, whose styles, heads, feet and page Word papers take",
  },
  final: { help: "refuse while something that must be recorded is missing" },
  "no-record": { help: "leave the record out of PDF and Word files" },
  sign: { value: "FILE", help: "sign PDFs with the key in a .p12 or .pfx file" },
  "sign-password-file": {
    value: "FILE",
    help: "the key's password; default: MINUTEBOOK_SIGN_PASSWORD, or asked for",
  },
  encrypt: { help: "lock PDFs with a password, and make nothing else" },
  "password-file": { value: "FILE", help: "the password; default: MINUTEBOOK_PASSWORD, or asked for" },
  record: { value: "FILE", help: "judge by this record, instead of the one inside" },
  "owner-password-file": {
    value: "FILE",
    help: "a second one; default: MINUTEBOOK_OWNER_PASSWORD, or one that nobody knows",
  },
  ledger: {
    value: "PLACE",
    help: "a folder, or postgres://user@host/database; default: distribution",
  },
  spool: { value: "DIR", help: "a folder in common for mails that wait; default: the PostgreSQL database" },
  distribution: { value: "ID", help: "which one; default: the only one" },
  from: { value: "ADDRESS", help: "who sends; default: the record's sender" },
  "reply-to": { value: "ADDRESS", help: "who answers; default: as the record says" },
  plan: { value: "HASH", help: "the plan that was looked at, as minutebook plan has printed it" },
  to: { value: "ADDRESS", help: "whose eyes the trial is for" },
  smtp: { value: "URL", help: "a mail server, smtp://user@host or smtps://…; default: the outbox" },
  "smtp-password-file": {
    value: "FILE",
    help: "its password; default: MINUTEBOOK_SMTP_PASSWORD, or asked for",
  },
  "smtp-ca": { value: "FILE", help: "certificates (PEM) to trust besides the usual ones" },
  outbox: {
    value: "DIR",
    help: "where mails are laid for another program to send; default: beside the ledger",
  },
  folder: { value: "DIR", help: "where files for the folder channel go; default: beside the ledger" },
  rate: { value: "NUMBER", pattern: NUMBER, help: "mails a minute, 0 for no limit; default: 60" },
  "domain-rate": { value: "NUMBER", pattern: NUMBER, help: "mails a minute to one domain; default: 20" },
  connections: { value: "NUMBER", pattern: /^[1-9]\d?$/, help: "to the mail server at once; default: 2" },
  wait: { value: "MINUTES", pattern: NUMBER, help: "how long to wait for what was put off; default: 10" },
  delivered: { help: "they have it" },
  resend: { help: "they have not got it; it goes out again" },
  reason: { value: "TEXT", help: "why; it is written down" },
  as: {
    value: "NAMES",
    several: true,
    words: REPORT_FORMATS,
    help: `${REPORT_FORMATS.join(", ")}; default: all`,
  },
  "older-than": { value: "DAYS", pattern: /^\d{1,5}d?$/, help: "days since it was begun, such as 365d" },
  json: { help: "one JSON object per line on standard output" },
  quiet: { short: "q", help: "only errors" },
  verbose: { short: "v", help: "notes too" },
  watch: { short: "w", help: "make the papers again at every change" },
  stage: { value: "STAGE", words: STAGES, help: STAGES.join(", ") },
  help: { short: "h", help: "this text" },
  version: { short: "V", help: "the version" },
} as const satisfies Readonly<Record<string, Option>>;

export type OptionName = keyof typeof OPTIONS;
const OPTION: Readonly<Record<string, Option>> = OPTIONS;

interface Command {
  readonly summary: string;
  /** Arguments as help shows them. */
  readonly shape: string;
  readonly least: number;
  readonly most: number;
  readonly options: readonly OptionName[];
  /** Help for options that mean something else here. */
  readonly help?: Readonly<Partial<Record<OptionName, string>>>;
}

const LOOKS = ["lang", "theme", "profile", "audience", "templates", "sources"] as const;
const OPENS = "what opens locked papers; default: MINUTEBOOK_PASSWORD, or asked for";
const SENDING = ["documents", "formats", ...LOOKS, "watermark", "final", "no-record"] as const;
const WHO = ["from", "reply-to"] as const;
const WAYS = [
  "smtp",
  "smtp-password-file",
  "smtp-ca",
  "outbox",
  "folder",
  "rate",
  "domain-rate",
  "connections",
] as const;

export const COMMANDS = {
  generate: {
    summary: "make the papers of records",
    shape: "RECORD...",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    options: [
      "documents",
      "formats",
      ...LOOKS,
      "watermark",
      "reference",
      "out",
      "final",
      "no-record",
      "sign",
      "sign-password-file",
      "encrypt",
      "password-file",
      "owner-password-file",
      "json",
      "quiet",
      "verbose",
      "watch",
    ],
  },
  copies: {
    summary: "make a personal file for everybody who gets a paper",
    shape: "RECORD",
    least: 1,
    most: 1,
    options: [
      "documents",
      "for",
      "formats",
      ...LOOKS,
      "mark",
      "watermark",
      "reference",
      "out",
      "final",
      "no-record",
      "sign",
      "sign-password-file",
      "encrypt",
      "json",
      "quiet",
      "verbose",
    ],
    help: {
      formats: "pdf, docx; default: both",
      encrypt: "lock each PDF with a password of its own, kept in passwords.csv",
      reference: "your own Word file, whose styles and page Word copies take",
    },
  },
  check: {
    summary: "judge records without making anything",
    shape: "RECORD...",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    options: ["documents", ...LOOKS, "final", "json"],
  },
  extract: {
    summary: "take the record out of a PDF or Word file",
    shape: "PAPER",
    least: 1,
    most: 1,
    options: ["out", "password-file"],
    help: { out: "the file to write; default: standard output", "password-file": OPENS },
  },
  verify: {
    summary: "say whether papers are exactly what their records give",
    shape: "PAPER...",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    options: ["record", "templates", "reference", "password-file", "json"],
    help: { "password-file": OPENS, reference: "the Word file of the house that papers were made with" },
  },
  redline: {
    summary: "show what a newer revision of a record changes",
    shape: "OLDER NEWER",
    least: 2,
    most: 2,
    options: ["documents", "formats", ...LOOKS, "reference", "out", "no-record", "json", "quiet", "verbose"],
  },
  plan: {
    summary: "say who would get what, without sending anything",
    shape: "RECORD",
    least: 1,
    most: 1,
    options: [...SENDING, ...WHO, "ledger", "json", "verbose"],
  },
  preview: {
    summary: "write the mail that one person would get, and a page to look at it",
    shape: "RECORD PERSON",
    least: 2,
    most: 2,
    options: [...SENDING, ...WHO, "out", "json", "quiet"],
    help: { out: "where previews go; default: output" },
  },
  "test-send": {
    summary: "send a letter to yourself, marked as a trial",
    shape: "RECORD --to ADDRESS",
    least: 1,
    most: 1,
    options: [
      "to",
      "for",
      ...SENDING,
      ...WHO,
      ...WAYS,
      "ledger",
      "spool",
      "wait",
      "json",
      "quiet",
      "verbose",
    ],
    help: { for: "whose letters, with commas; default: the first" },
  },
  send: {
    summary: "send a plan to everybody, once, or go on with it",
    shape: "RECORD --plan HASH",
    least: 1,
    most: 1,
    options: ["plan", ...SENDING, ...WHO, ...WAYS, "ledger", "spool", "wait", "json", "quiet", "verbose"],
  },
  worker: {
    summary: "deliver what others have handed to a ledger on PostgreSQL",
    shape: "--ledger postgres://…",
    least: 0,
    most: 0,
    options: ["ledger", "spool", ...WAYS, "json", "quiet"],
  },
  status: {
    summary: "say how distributions stand",
    shape: "",
    least: 0,
    most: 0,
    options: ["ledger", "distribution", "json"],
  },
  pause: {
    summary: "keep a distribution from going on",
    shape: "",
    least: 0,
    most: 0,
    options: ["ledger", "distribution", "reason"],
  },
  resume: {
    summary: "let a distribution go on",
    shape: "",
    least: 0,
    most: 0,
    options: ["ledger", "distribution"],
  },
  resolve: {
    summary: "settle a delivery that is in doubt",
    shape: "PERSON --delivered|--resend --reason TEXT",
    least: 1,
    most: 1,
    options: ["delivered", "resend", "reason", "ledger", "distribution"],
  },
  report: {
    summary: "write down who got what, when",
    shape: "",
    least: 0,
    most: 0,
    options: ["as", "lang", "ledger", "distribution", "templates", "out", "json"],
    help: { lang: "language of the certificate; default: en" },
  },
  bounces: {
    summary: "take in reports of failure from a folder of mails",
    shape: "import FOLDER",
    least: 2,
    most: 2,
    options: ["ledger", "json"],
  },
  purge: {
    summary: "forget addresses and mails of what is long over",
    shape: "--older-than DAYS",
    least: 0,
    most: 0,
    options: ["older-than", "ledger", "spool"],
  },
  new: {
    summary: "begin a record from a commented example",
    shape: "[FILE]",
    least: 0,
    most: 1,
    options: [],
  },
  schema: { summary: "print the JSON Schema of records", shape: "", least: 0, most: 0, options: [] },
  dump: {
    summary: "print what a stage makes of a record",
    shape: "RECORD --stage STAGE",
    least: 1,
    most: 1,
    options: ["stage", "documents", ...LOOKS],
  },
  list: {
    summary: `show ${LISTS.join(", ")}`,
    shape: LISTS.join("|"),
    least: 1,
    most: 1,
    options: ["templates", "json"],
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;
const COMMAND: Readonly<Record<string, Command>> = COMMANDS;

/** What is asked for: options that were not given are absent. */
export interface Request {
  readonly command: CommandName;
  readonly arguments: readonly string[];
  readonly values: Readonly<Partial<Record<OptionName, string>>>;
  readonly switches: ReadonlySet<OptionName>;
}

export type Parsed =
  | { readonly kind: "run"; readonly request: Request }
  | { readonly kind: "help"; readonly command: CommandName | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "misuse"; readonly message: string; readonly hint: string };

/** Reads the command line; whatever does not fit is misuse, with what was probably meant. */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(OPTION).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short && { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const [first, ...rest] = words[0] === "help" ? words.slice(1) : words;
  const asked = (name: string): boolean => given.some((option) => option.name === name);

  if (first !== undefined && !isCommand(first)) return unknownCommand(first);
  if (asked("help") || words[0] === "help") return { kind: "help", command: first };
  if (asked("version")) return { kind: "version" };
  if (first === undefined) return misuse("no command is given", "minutebook --help shows them all");

  const command: Command = COMMANDS[first];
  const values: Partial<Record<OptionName, string>> = {};
  const switches = new Set<OptionName>();
  for (const { name, rawName, value, inlineValue } of given) {
    const option = OPTION[name];
    if (!option || !isOption(name) || !command.options.includes(name))
      return unknownOption(rawName, first, command);
    if (option.value === undefined) {
      if (value !== undefined) return misuse(`${rawName} takes no value`, usageOf(first));
      switches.add(name);
      continue;
    }
    if (value === undefined || value === "" || (!inlineValue && value.startsWith("-")))
      return misuse(`${rawName} needs a value`, `${rawName} ${option.value}: ${option.help}`);
    const wrong = wrongWord(value, option);
    if (wrong !== undefined)
      return unknownWord(`${name.replace(/s$/, "")} "${wrong}"`, wrong, option.words ?? []);
    if (option.pattern && !option.pattern.test(value))
      return misuse(`${rawName} cannot be ${value}`, `${rawName} ${option.value}: ${option.help}`);
    values[name] = value;
  }
  if (rest.length < command.least) return misuse(`${first} needs ${command.shape}`, usageOf(first));
  if (rest.length > command.most) return misuse(`${first} takes no "${rest[command.most]}"`, usageOf(first));
  const kind = rest[0] ?? "";
  if (first === "list" && !isWord(kind, LISTS)) return unknownWord(`list "${kind}"`, kind, LISTS);
  const missing = REQUIRED[first]?.find(
    (names) => !names.some((name) => name in values || switches.has(name)),
  );
  if (missing)
    return misuse(`${first} needs ${missing.map((name) => `--${name}`).join(" or ")}`, usageOf(first));
  if (first === "bounces" && kind !== "import") return unknownWord(`bounces "${kind}"`, kind, ["import"]);
  if (first === "worker" && !/^postgres(ql)?:/.test(values.ledger ?? ""))
    return misuse("worker needs a ledger on PostgreSQL", usageOf(first));
  return { kind: "run", request: { command: first, arguments: rest, values, switches } };
}

/** Options without which a command means nothing: of each group one. */
const REQUIRED: Readonly<Partial<Record<CommandName, readonly (readonly OptionName[])[]>>> = {
  dump: [["stage"]],
  send: [["plan"]],
  "test-send": [["to"]],
  resolve: [["delivered", "resend"], ["reason"]],
  purge: [["older-than"]],
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);
const isWord = (word: string, words: readonly string[]): boolean => words.includes(word);

/** The values of an option that takes several, blanks and empty ones left out. */
export const listed = (value: string): readonly string[] =>
  value
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

function wrongWord(value: string, { words, several }: Option): string | undefined {
  const given = several ? listed(value) : [value];
  if (given.length === 0) return value;
  return words && given.find((word) => !words.includes(word));
}

const misuse = (message: string, hint: string): Parsed => ({ kind: "misuse", message, hint });

function unknownWord(what: string, word: string, words: readonly string[]): Parsed {
  const near = nearest(word, words);
  return misuse(`there is no ${what}`, near ? `did you mean "${near}"?` : `there are: ${words.join(", ")}`);
}

function unknownCommand(word: string): Parsed {
  if (/\.(ya?ml|json)$/i.test(word))
    return misuse(`"${word}" is no command`, `did you mean "minutebook generate ${word}"?`);
  return unknownWord(`command "${word}"`, word, Object.keys(COMMANDS));
}

function unknownOption(rawName: string, name: CommandName, { options }: Command): Parsed {
  const near = nearest(rawName.replace(/^-+/, ""), [...options, "help", "version"]);
  const message = `${name} has no option ${rawName}`;
  return misuse(message, near ? `did you mean --${near}?` : `minutebook ${name} --help shows its options`);
}

const usageOf = (name: CommandName): string => `usage: minutebook ${name} ${COMMANDS[name].shape}`.trimEnd();

/** The help of a command, or of the whole. */
export function helpText(name: CommandName | undefined): string {
  if (name === undefined) {
    const commands = Object.entries(COMMAND).map(([each, { summary }]) => `  ${each.padEnd(10)} ${summary}`);
    return [
      "Minutebook makes minutes, honor lists and briefs from a record of a meeting.",
      "",
      "usage: minutebook COMMAND …",
      "",
      ...commands,
      "",
      "minutebook COMMAND --help shows the options of a command.",
      "Exit codes: 0 done, 1 mistakes in a record or template, 2 wrong usage, 3 trouble with files or the machine,",
      "4 a paper differs from what its record gives, or somebody has not got theirs, 5 somebody is in doubt,",
      "6 another run has the ledger.",
      "",
    ].join("\n");
  }
  const command: Command = COMMANDS[name];
  const options = [...command.options, "help" as const].map((each) => {
    const { value, short, help } = OPTION[each] ?? { help: "" };
    const left = `${short ? `-${short}, ` : "    "}--${each}${value ? ` ${value}` : ""}`;
    return { left, help: command.help?.[each] ?? help };
  });
  const width = Math.max(...options.map(({ left }) => left.length));
  return [
    `${usageOf(name)}${command.options.length > 0 ? " [options]" : ""}`,
    "",
    `  ${command.summary}`,
    "",
    ...options.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    "",
  ].join("\n");
}
