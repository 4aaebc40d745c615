/**
 * One system in a process of its own, asked by `bench.ts`: node worker.ts SYSTEM LANG. What it measures is its own
 * work alone; making up meetings and handing over messages is not counted.
 */
import { writeFileSync } from "node:fs";
import { LANGS, makeMeeting, SIZES, type Size } from "./meeting.ts";
import { proseOf } from "./prose.ts";
import { SYSTEM_NAMES, SYSTEMS } from "./systems.ts";

/** Papers of fresh meetings, made one after the other; each message is answered by one `Done` or `Failed`. */
export interface Task {
  readonly size: Size;
  readonly prose: boolean;
  /** Of the first meeting; the next has the next. */
  readonly seed: number;
  readonly count: number;
  /** No further paper is begun after so many milliseconds. */
  readonly within: number;
  /** Where the last paper goes, or every paper in its turn if writing is to be counted. */
  readonly file: string;
  /** Whether everything that a paper takes is counted: checking its record, and writing the file. */
  readonly whole: boolean;
}
export interface Done {
  readonly times: readonly number[];
  readonly bytes: number;
}
export interface Failed {
  readonly error: string;
}

const [name, language] = process.argv.slice(2);
const systemName = SYSTEM_NAMES.find((one) => one === name);
const lang = LANGS.find((one) => one === language);
if (!systemName || !lang) throw new Error("usage: worker.ts SYSTEM LANG");

const send = (message: Done | Failed | { readonly ready: true }): void => void process.send?.(message);
const say = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const system = await SYSTEMS[systemName](lang);
  process.once("disconnect", async () => {
    await system.close?.();
    process.exit();
  });
  process.on("message", async (task: Task) => {
    try {
      const times: number[] = [];
      let last: Uint8Array = new Uint8Array();
      const begun = performance.now();
      for (let i = 0; i < task.count && (i === 0 || performance.now() - begun < task.within); i++) {
        const meeting = makeMeeting(
          SIZES[task.size],
          lang,
          task.seed + i,
          task.prose ? proseOf(lang) : undefined,
        );
        const before = performance.now();
        const prepared = system.prepare?.(meeting);
        const start = performance.now();
        last = await system.make(meeting, prepared);
        if (task.whole) writeFileSync(task.file, last);
        times.push(performance.now() - (task.whole ? before : start));
      }
      if (!task.whole) writeFileSync(task.file, last);
      send({ times, bytes: last.length });
    } catch (error) {
      send({ error: say(error) });
    }
  });
  send({ ready: true });
} catch (error) {
  send({ error: say(error) });
}
