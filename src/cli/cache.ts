import { join } from "node:path";
import { FORMATS } from "../artefact.ts";
import type { CommandName } from "./args.ts";

/** The part of the process that says where a user's caches lie. */
interface System {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The folder for code that Node has compiled, in the user's own cache folder; absent when the system names none.
 * Node keeps what the first run has compiled and adds nothing later, so every kind of run has a folder of its own:
 * else a look at the help would decide what is kept for the papers. All of it may be deleted at any time.
 */
export function compileCache(argv: readonly string[], system: System): string | undefined {
  const caches = userCaches(system);
  return caches && join(caches, "minutebook", "code", kindOf(argv));
}

function userCaches({ platform, env }: System): string | undefined {
  const home = env[platform === "win32" ? "USERPROFILE" : "HOME"];
  if (platform === "win32") return env.LOCALAPPDATA || (home && join(home, "AppData", "Local"));
  if (platform === "darwin") return home && join(home, "Library", "Caches");
  return env.XDG_CACHE_HOME || (home && join(home, ".cache"));
}

const COMMANDS = [
  "generate",
  "check",
  "extract",
  "verify",
  "redline",
  "plan",
  "preview",
  "test-send",
  "send",
  "worker",
  "status",
  "pause",
  "resume",
  "resolve",
  "report",
  "bounces",
  "purge",
  "new",
  "schema",
  "dump",
  "list",
] as const satisfies readonly CommandName[];

/** The command and the formats, since these decide what is loaded. Anything else on the command line is left out. */
function kindOf(argv: readonly string[]): string {
  const at = argv.findIndex((word) => /^--formats(=|$)/.test(word));
  const formats = at < 0 ? "" : (argv[at]?.split("=")[1] ?? argv[at + 1] ?? "");
  const asked = formats.split(",");
  const command = COMMANDS.find((name) => name === argv[0]);
  return command ? [command, ...FORMATS.filter((format) => asked.includes(format))].join("-") : "help";
}
