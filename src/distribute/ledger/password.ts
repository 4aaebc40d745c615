import * as fs from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** What the environment of a process says, by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The address of a PostgreSQL server with the password that its own programs would use: PGPASSWORD, else what the
 * password file says (PostgreSQL 17, 34.16). Only for this process; nobody else gets to see it.
 */
export function withPassword(address: string, env: Environment): string {
  const url = new URL(address);
  const user = decodeURIComponent(url.username) || env.PGUSER || userInfo().username;
  const database = decodeURIComponent(url.pathname.slice(1)) || env.PGDATABASE || user;
  const host = url.hostname || env.PGHOST || "localhost";
  const wanted = [host, url.port || env.PGPORT || "5432", database, user];
  // A server that asks for a password and gets none is not told so, and waits for it.
  const password = env.PGPASSWORD || passwordIn(fileText(env), wanted) || "none is known";
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The password on the first line that fits; undefined: there is none. */
export function passwordIn(text: string, wanted: readonly string[]): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    const fields = line.startsWith("#") ? [] : line.match(/(?:\\.|[^:\\])*(?::|$)/g);
    const [password, ...names] = (fields ?? [])
      .slice(0, wanted.length + 1)
      .map((field) => field.replace(/:$/, "").replace(/\\(.)/g, "$1"))
      .toReversed();
    if (names.length !== wanted.length) continue;
    if (names.toReversed().every((name, index) => name === "*" || name === wanted[index])) return password;
  }
  return undefined;
}

/** What others may read is not believed, as PostgreSQL's own programs do. */
function fileText({ PGPASSFILE, APPDATA }: Environment): string {
  const usual =
    process.platform === "win32" && APPDATA !== undefined
      ? join(APPDATA, "postgresql", "pgpass.conf")
      : join(homedir(), ".pgpass");
  const file = PGPASSFILE ?? usual;
  try {
    const isOpen = process.platform !== "win32" && (fs.statSync(file).mode & 0o77) !== 0;
    return isOpen ? "" : fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
