import { isatty } from "node:tty";
import type { Io } from "./io.ts";
import { run } from "./run.ts";

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const stop = new AbortController();
  const io: Io = {
    out: (text) => open("stdout").write(text),
    err: (text) => open("stderr").write(text),
    terminal: { out: isatty(1), err: isatty(2) },
    ask: async (question) => (await import("./ask.ts")).askSecretly(question, process.stdin, io.err),
    env: process.env,
    now: Date.now,
    version: async () => (await import("../files.ts")).version(),
    pipeline: () => import("../pipeline.ts"),
    signal: stop.signal,
  };
  // Only a run that watches or sends has something to end in good order; any other ends at once, as everywhere, and so
  // does one that is told a second time.
  const sends = ["send", "test-send", "worker"].includes(argv[0] ?? "");
  if (sends || argv.includes("--watch") || argv.includes("-w"))
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  // Not exit(): what is still on its way to a pipe would be lost.
  process.exitCode = await run(argv, io);
}

const opened = new Set<NodeJS.WriteStream>();

/** A stream to write to. To open one takes Node longer than some commands take in all, and many write nothing. */
function open(name: "stdout" | "stderr"): NodeJS.WriteStream {
  const stream = process[name];
  if (opened.has(stream)) return stream;
  opened.add(stream);
  // A reader who has seen enough (head, less) closes the pipe; that is no error.
  return stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}
