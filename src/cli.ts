#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import { compileCache } from "./cli/cache.ts";
import type { Io } from "./cli/io.ts";

/**
 * The program. Everything else is imported only once it is known that this Node can run it, so that an old one gets
 * a sentence instead of a syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: minutebook needs Node 22.18 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}

// A reader who has seen enough (head, less) closes the pipe; that is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });

const stop = new AbortController();
const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
  ask: async (question) =>
    (await import("./cli/ask.ts")).askSecretly(question, process.stdin, (text) => process.stderr.write(text)),
  env: process.env,
  now: Date.now,
  version: () => JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version,
  pipeline: () => import("./pipeline.ts"),
  signal: stop.signal,
};
const argv = process.argv.slice(2);
// Only a run that watches has something to end in good order; any other ends at once, as everywhere.
if (argv.includes("--watch") || argv.includes("-w")) process.once("SIGINT", () => stop.abort());

// What Node has compiled once it need not compile again. Where the folder cannot be used, nothing is kept.
const folder = compileCache(argv, process);
if (folder !== undefined) module.enableCompileCache(folder);

const { run } = await import("./cli/run.ts");
// Not exit(): what is still on its way to a pipe would be lost.
process.exitCode = await run(argv, io);
