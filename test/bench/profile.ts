/**
 * Where our own time goes: milliseconds a paper by stage, and the functions in which most of it is spent.
 *
 *     node test/bench/profile.ts --size M --lang en --papers 10 --top 15
 *
 * Papers are made under V8's sampling profiler; a sample belongs to the innermost of the rooms that are stages.
 */
import { type Profiler, Session } from "node:inspector/promises";
import { parseArgs } from "node:util";
import { LANGS, makeMeeting, SIZES } from "./meeting.ts";
import { minutebook } from "./systems/minutebook.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "M" },
    lang: { type: "string", default: "en" },
    papers: { type: "string", default: "10" },
    top: { type: "string", default: "0" },
  },
});
const size = (Object.keys(SIZES) as (keyof typeof SIZES)[]).find((one) => one === values.size);
const lang = LANGS.find((one) => one === values.lang);
if (!size || !lang)
  throw new Error(`sizes are ${Object.keys(SIZES).join(", ")}, languages ${LANGS.join(", ")}`);
const papers = Number(values.papers);
const WARM_UP = size === "S" || size === "M" ? 10 : 2;

const system = await minutebook(lang);
const meetings = Array.from({ length: papers + WARM_UP }, (_, i) => makeMeeting(SIZES[size], lang, i + 1));
const checked = meetings.map((meeting) => system.prepare?.(meeting));
const makeAll = async (from: number, to: number): Promise<void> => {
  for (const [index, meeting] of meetings.slice(from, to).entries())
    await system.make(meeting, checked[from + index]);
};
await makeAll(0, WARM_UP);

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 200 });
await session.post("Profiler.start");
const start = performance.now();
await makeAll(WARM_UP, meetings.length);
const wall = (performance.now() - start) / papers;
const { profile } = await session.post("Profiler.stop");

/** Rooms by the stage they are for. What pdfkit does between turns of the event loop has none of ours above it. */
const STAGES: readonly (readonly [path: string, stage: string])[] = [
  ["/src/record/", "view"],
  ["/src/template/", "render"],
  ["/src/markup/", "parse"],
  ["/src/document/", "build"],
  ["/src/layout/", "lay out"],
  ["/src/write/", "write"],
  ["/node_modules/pdfkit/", "write"],
];
const { stages, functions } = shares(profile);
console.log(`${size} ${lang}: ${wall.toFixed(1)} ms a paper over ${papers} papers`);
for (const [stage, ms] of sorted(stages)) console.log(line(stage, ms));
if (Number(values.top) > 0) console.log("\nby function, without what it calls");
for (const [name, ms] of sorted(functions).slice(0, Number(values.top))) console.log(line(name, ms));

function line(name: string, ms: number): string {
  const share = (ms / wall) * 100;
  return `${ms.toFixed(2).padStart(9)} ms ${share.toFixed(1).padStart(5)} %  ${name}`;
}

function sorted(of: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...of].toSorted(([, a], [, b]) => b - a);
}

/** Milliseconds a paper by stage, and by function and stage. */
function shares({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  );
  const stageOf = (node: Profiler.ProfileNode): string => {
    if (node.callFrame.functionName.startsWith("(")) return node.callFrame.functionName;
    for (let one: Profiler.ProfileNode | undefined = node; one; one = parents.get(one.id)) {
      const { url } = one.callFrame;
      const stage = STAGES.find(([path]) => url.includes(path));
      if (stage) return stage[1];
    }
    return "other";
  };
  const stages = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const node = byId.get(id);
    if (!node) continue;
    const ms = (timeDeltas[index] ?? 0) / 1000 / papers;
    const stage = stageOf(node);
    const { functionName, url, lineNumber } = node.callFrame;
    const place = `${functionName || "(anonymous)"} ${url.split("/").at(-1)}:${lineNumber + 1} [${stage}]`;
    stages.set(stage, (stages.get(stage) ?? 0) + ms);
    functions.set(place, (functions.get(place) ?? 0) + ms);
  }
  return { stages, functions };
}
