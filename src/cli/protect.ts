import { chain, failure, type Outcome, success } from "../diagnostic.ts";
import { readKey, readSecret } from "../files.ts";
import type { Options } from "../pipeline/options.ts";
import type { OptionName, Request } from "./args.ts";
import type { Io } from "./io.ts";

type Protection = Pick<Options, "sign" | "encrypt">;

/** The key and the passwords that PDFs are made with, gathered once for all records. */
export async function protectionOf(request: Request, io: Io): Promise<Outcome<Protection>> {
  const signing = await signingOf(request, io);
  if (!signing.ok) return signing;
  const locking = await lockingOf(request, io);
  return chain(locking, (locking) => success({ ...signing.value, ...locking }));
}

/** The key alone. */
export async function signingOf(request: Request, io: Io): Promise<Outcome<Protection>> {
  const file = request.values.sign;
  if (file === undefined) return success({});
  const key = readKey(file);
  if (!key.ok) return key;
  const password = await secret(request, io, {
    option: "sign-password-file",
    variable: "MINUTEBOOK_SIGN_PASSWORD",
    what: `the password of ${file}`,
  });
  return chain(password, (password) =>
    success({ sign: { bytes: key.value, file, password, time: timeOf(io) } }),
  );
}

async function lockingOf(request: Request, io: Io): Promise<Outcome<Protection>> {
  if (!request.switches.has("encrypt")) return success({});
  const password = await secret(request, io, {
    option: "password-file",
    variable: "MINUTEBOOK_PASSWORD",
    what: "the password for the papers",
  });
  const owner = given(request, io, "owner-password-file", "MINUTEBOOK_OWNER_PASSWORD");
  return chain(password, (password) =>
    chain(owner, (ownerPassword) =>
      success({ encrypt: { password, ...(ownerPassword !== undefined && { ownerPassword }) } }),
    ),
  );
}

interface Secret {
  readonly option: OptionName;
  readonly variable: string;
  /** What is asked for, in words. */
  readonly what: string;
}

/** A password that is given, or asked of whoever sits at the keyboard. */
export async function secret(
  request: Request,
  io: Io,
  { option, variable, what }: Secret,
): Promise<Outcome<string>> {
  const known = given(request, io, option, variable);
  if (!known.ok) return known;
  const password = known.value ?? (await io.ask(`${what}: `));
  if (password !== undefined) return success(password);
  return failure([
    {
      code: "file/no-password",
      severity: "error",
      message: `${what} is not known`,
      hint: `set ${variable}, or name a file that holds it: --${option}`,
    },
  ]);
}

/**
 * A password from the file named for it, or from the environment. Never from the command line, which other users of
 * the machine can read.
 */
function given(
  { values }: Request,
  { env }: Io,
  option: OptionName,
  variable: string,
): Outcome<string | undefined> {
  const file = values[option];
  return file === undefined ? success(env[variable]) : readSecret(file);
}

/**
 * What opening a paper gives, with the password for it where it is locked. A person is asked only when a paper needs one
 * and none is given.
 */
export async function unlocking<T>(
  request: Request,
  io: Io,
  file: string,
  open: (password: string | undefined) => Outcome<T> | Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const password = { option: "password-file", variable: "MINUTEBOOK_PASSWORD" } as const;
  const known = given(request, io, password.option, password.variable);
  if (!known.ok) return known;
  const opened = await open(known.value);
  if (opened.ok || !opened.diagnostics.some(({ code }) => code === "paper/locked")) return opened;
  const asked = await secret(request, io, { ...password, what: `the password of ${file}` });
  return asked.ok ? open(asked.value) : asked;
}

/** Now, or the second since 1970 that reproducible builds are told (SOURCE_DATE_EPOCH). */
function timeOf({ env, now }: Io): Date {
  const told = env.SOURCE_DATE_EPOCH ?? "";
  return new Date(/^\d{1,12}$/.test(told) ? Number(told) * 1000 : now());
}
