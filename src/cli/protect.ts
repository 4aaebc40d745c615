import { failure, type Outcome, success } from "../diagnostic.ts";
import { readKey, readSecret } from "../files.ts";
import type { Options } from "../pipeline.ts";
import type { OptionName, Request } from "./args.ts";
import type { Io } from "./io.ts";

/** The key and the passwords that PDFs are made with, gathered once for all records. */
export async function protectionOf(request: Request, io: Io): Promise<Outcome<Pick<Options, "sign">>> {
  const file = request.values.sign;
  if (file === undefined) return success({});
  const key = readKey(file);
  if (!key.ok) return key;
  const password = await secret(request, io, {
    option: "sign-password-file",
    variable: "MINUTEBOOK_SIGN_PASSWORD",
    what: `the password of ${file}`,
  });
  if (!password.ok) return password;
  const sign = { bytes: key.value, file, password: password.value, time: timeOf(io) };
  return success({ sign });
}

interface Secret {
  readonly option: OptionName;
  readonly variable: string;
  /** What is asked for, in words. */
  readonly what: string;
}

/**
 * A password from the file named for it, from the environment, or from whoever sits at the keyboard. Never from the
 * command line, which other users of the machine can read.
 */
async function secret(
  { values }: Request,
  io: Io,
  { option, variable, what }: Secret,
): Promise<Outcome<string>> {
  const file = values[option];
  if (file !== undefined) return readSecret(file);
  const known = io.env[variable];
  if (known !== undefined) return success(known);
  const typed = await io.ask(`${what}: `);
  if (typed !== undefined) return success(typed);
  return failure([
    {
      code: "file/no-password",
      severity: "error",
      message: `${what} is not known`,
      hint: `set ${variable}, or name a file that holds it: --${option}`,
    },
  ]);
}

/** Now, or the second since 1970 that reproducible builds are told (SOURCE_DATE_EPOCH). */
function timeOf({ env, now }: Io): Date {
  const told = env.SOURCE_DATE_EPOCH ?? "";
  return new Date(/^\d{1,12}$/.test(told) ? Number(told) * 1000 : now());
}
