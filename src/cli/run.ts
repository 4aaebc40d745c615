import { type CommandName, helpText, parseCommandLine, type Request } from "./args.ts";
import { EXIT, type Io } from "./io.ts";
import { paintFor, safe } from "./report.ts";

type Command = (request: Request, io: Io) => Promise<number>;

/** Commands are loaded when they are asked for: help must not wait for fonts. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  generate: async () => (await import("./generate.ts")).generate,
  copies: async () => (await import("./copies.ts")).copies,
  check: async () => (await import("./check.ts")).check,
  extract: async () => (await import("./extract.ts")).extract,
  verify: async () => (await import("./verify.ts")).verify,
  redline: async () => (await import("./redline.ts")).redline,
  plan: async () => (await import("./distribute/plan.ts")).plan,
  preview: async () => (await import("./distribute/preview.ts")).preview,
  "test-send": async () => (await import("./distribute/send.ts")).testSend,
  send: async () => (await import("./distribute/send.ts")).send,
  worker: async () => (await import("./distribute/worker.ts")).worker,
  status: async () => (await import("./distribute/status.ts")).status,
  pause: async () => (await import("./distribute/status.ts")).pause,
  resume: async () => (await import("./distribute/status.ts")).resume,
  resolve: async () => (await import("./distribute/resolve.ts")).resolve,
  report: async () => (await import("./distribute/account.ts")).account,
  bounces: async () => (await import("./distribute/bounces.ts")).bounces,
  purge: async () => (await import("./distribute/purge.ts")).purge,
  new: async () => (await import("./new.ts")).newRecord,
  schema: async () => (await import("./schema.ts")).schema,
  dump: async () => (await import("./dump.ts")).dump,
  list: async () => (await import("./list.ts")).list,
};

/** Does what the command line says and returns the exit code; never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const parsed = parseCommandLine(argv);
    switch (parsed.kind) {
      case "help":
        io.out(helpText(parsed.command));
        return EXIT.done;
      case "version":
        io.out(`minutebook ${await io.version()}\n`);
        return EXIT.done;
      case "misuse": {
        const paint = paintFor(io);
        io.err(`${paint("error", "error:")} ${safe(parsed.message)}\n`);
        io.err(`  ${paint("bold", "hint:")} ${safe(parsed.hint)}\n`);
        return EXIT.misuse;
      }
      case "run": {
        const command = await COMMANDS[parsed.request.command]();
        return await command(parsed.request, io);
      }
      default:
        return parsed satisfies never;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [line = ""] = message.split("\n");
    io.err(`error: something unforeseen happened: ${safe(line)}\n`);
    if (io.env.MINUTEBOOK_DEBUG === "1" && error instanceof Error) io.err(`${error.stack}\n`);
    return EXIT.environment;
  }
}
