import * as fs from "node:fs";
import { basename, dirname } from "node:path";
import { BUILT_IN_TEMPLATES } from "../files.ts";
import type { Request } from "./args.ts";
import { EXIT, type Io } from "./io.ts";
import { safe } from "./report.ts";

/** Editors write a file in several strokes; this long after the last one it is whole. */
const DEBOUNCE = 100;

type Changed = "templates" | "record";

/** Runs now and whenever a record or template changes, until told to stop. Nothing that goes wrong ends it. */
export async function watch(
  records: readonly string[],
  { values }: Request,
  io: Io,
  run: (changed: Changed) => Promise<unknown>,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  let changed: Changed | undefined;
  let running = false;
  const work = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (changed !== undefined) {
      const what: Changed = changed;
      changed = undefined;
      await run(what).catch((error: unknown) => io.err(`error: ${safe(String(error))}\n`));
    }
    running = false;
    if (!io.signal.aborted) io.err("waiting for changes; Ctrl-C ends\n");
  };
  const touch = (what: Changed): void => {
    if (changed !== "templates") changed = what;
    clearTimeout(timer);
    timer = setTimeout(work, DEBOUNCE);
  };
  const watchers: fs.FSWatcher[] = [];
  const look = (folder: string, recursive: boolean, heard: (name: string | null) => void): void => {
    try {
      const watcher = fs.watch(folder, { recursive }, (_, name) => heard(name));
      watcher.on("error", (error) => io.err(`warning: cannot watch ${safe(folder)}: ${error.message}\n`));
      watchers.push(watcher);
    } catch (error) {
      io.err(`warning: cannot watch ${safe(folder)}: ${safe(String(error))}\n`);
    }
  };
  // Folders are watched, not files: many editors put a new file in the place of the old one.
  for (const folder of new Set(records.map((record) => dirname(record)))) {
    const names = new Set(
      records.filter((record) => dirname(record) === folder).map((each) => basename(each)),
    );
    look(folder, false, (name) => {
      if (name === null || names.has(name)) touch("record");
    });
  }
  for (const folder of [BUILT_IN_TEMPLATES, ...(values.templates ? [values.templates] : [])])
    look(folder, true, () => touch("templates"));

  changed = "record";
  await work();
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  return EXIT.done;
}
