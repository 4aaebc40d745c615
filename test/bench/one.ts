/**
 * One paper in a new process: node one.ts SYSTEM MEETING.json FILE. Prints the milliseconds of making it, when all
 * modules and fonts are there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Meeting } from "./meeting.ts";
import { SYSTEM_NAMES, SYSTEMS } from "./systems.ts";

const [name, meetingFile = "", file = ""] = process.argv.slice(2);
const systemName = SYSTEM_NAMES.find((one) => one === name);
if (!systemName) throw new Error("usage: one.ts SYSTEM MEETING.json FILE");

try {
  const meeting: Meeting = JSON.parse(readFileSync(meetingFile, "utf8"));
  const system = await SYSTEMS[systemName](meeting.lang);
  const prepared = system.prepare?.(meeting);
  const start = performance.now();
  const bytes = await system.make(meeting, prepared);
  const time = performance.now() - start;
  writeFileSync(file, bytes);
  console.log(time);
  await system.close?.();
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
