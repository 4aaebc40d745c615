import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Lang } from "./meeting.ts";
import type { Done, Failed, Task } from "./worker.ts";

/** Processes of the bench: workers that are asked again and again, and whole runs from start to end. */

/** Long documents must not fail for want of heap in any of the systems. */
export const HEAP = "--max-old-space-size=8192";

export interface Worker {
  /** Fails with what the system said, or with the time that was not enough; then the worker is gone. */
  readonly ask: (task: Task, longest: number) => Promise<Done>;
  readonly close: () => Promise<void>;
}

export async function startWorker(system: string, lang: Lang): Promise<Worker> {
  const child = fork(new URL("worker.ts", import.meta.url), [system, lang], {
    execArgv: [HEAP],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await reply(child, START);
  return {
    ask: async (task, longest) => {
      const answer = reply(child, longest);
      child.send(task);
      return (await answer) as Done; // what has failed is thrown
    },
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || !child.connected) return resolve();
        child.once("exit", () => resolve());
        child.disconnect();
      }),
  };
}

/** The longest that a system may take to load, in milliseconds. */
const START = 60_000;

function reply(child: ChildProcess, longest: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(clock);
      child.off("message", onMessage);
      child.off("exit", onExit);
      act();
    };
    const onMessage = (message: Done | Failed): void =>
      settle(() => ("error" in message ? reject(new Error(message.error)) : resolve(message)));
    const onExit = (): void => settle(() => reject(new Error("the process ended")));
    const clock = setTimeout(() => {
      settle(() => reject(new Error(`more than ${longest / 1000} s for one paper`)));
      killTree(child);
    }, longest);
    child.once("message", onMessage);
    child.once("exit", onExit);
  });
}

/** Milliseconds of a whole process. Throws what it said when it fails. */
export function timed(command: readonly string[], env: NodeJS.ProcessEnv): number {
  const [file = "", ...args] = command;
  const start = performance.now();
  const run = spawnSync(file, args, { env, encoding: "utf8", timeout: START });
  const time = performance.now() - start;
  if (run.status !== 0) throw new Error(firstLine(run.stderr) || `exit ${run.status ?? run.signal}`);
  return time;
}

const firstLine = (text: string): string => text.split("\n").find((line) => /\S/.test(line)) ?? "";

/** Runs a process and watches the memory that it and its children hold, in megabytes; what it prints is returned. */
export async function watched(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  longest: number,
): Promise<{ readonly output: string; readonly peakMB: number | null }> {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  let peak = 0;
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const look = setInterval(() => {
    peak = Math.max(peak, memoryOf(child.pid));
  }, 50);
  let late = false;
  const clock = setTimeout(() => {
    late = true;
    killTree(child);
  }, longest);
  const status = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(look);
  clearTimeout(clock);
  if (late) throw new Error(`more than ${longest / 1000} s for one paper`);
  if (status !== 0) throw new Error(firstLine(errors) || `exit ${status}`);
  return { output, peakMB: peak > 0 ? peak : null };
}

function killTree({ pid }: ChildProcess): void {
  for (const one of treeOf(pid).toReversed()) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

// ---- /proc, which only Linux has; elsewhere there is no tree but the process itself, and no memory to read

function treeOf(root: number | undefined): readonly number[] {
  if (root === undefined) return [];
  const children = new Map<number, number[]>();
  for (const pid of processes()) {
    const parent = parentOf(pid);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const from = (pid: number): readonly number[] => [pid, ...(children.get(pid) ?? []).flatMap(from)];
  return from(root);
}

function processes(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The parent stands in the fourth field; the second is a name in brackets that may hold anything. */
function parentOf(pid: number): number {
  const stat = readProc(`${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** Pages that processes share are counted once, in proportion. */
const memoryOf = (root: number | undefined): number =>
  treeOf(root).reduce((sum, pid) => {
    const kB = Number(/^Pss:\s+(\d+)/m.exec(readProc(`${pid}/smaps_rollup`))?.[1] ?? 0);
    return sum + kB / 1024;
  }, 0);

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "latin1");
  } catch {
    return "";
  }
}
