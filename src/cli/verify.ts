import { chain, type Outcome, success } from "../diagnostic.ts";
import { openResources, readPaper, readRecord } from "../files.ts";
import {
  type Difference,
  isSame,
  type Result,
  type Verdict,
  type VerifyOptions,
  verify as verifyPaper,
} from "../verify/verify.ts";
import type { Request } from "./args.ts";
import { EXIT, type Io } from "./io.ts";
import { unlocking } from "./protect.ts";
import { reporter, safe } from "./report.ts";
import { referenceOf } from "./settings.ts";

/** Says of every paper that is named whether it is exactly what its record gives, or in which parts it is not. */
export async function verify(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json") });
  const { templates } = request.values;
  const resources = openResources({ ...(templates !== undefined && { templates }) });
  const record = recordOf(request);
  const reference = referenceOf(request);
  report.tell([...resources.diagnostics, ...record.diagnostics, ...reference.diagnostics]);
  if (!resources.ok || !record.ok || !reference.ok) return report.finish();
  let isAnyDifferent = false;
  for (const file of request.arguments) {
    report.progress(file);
    const paper = readPaper(file);
    const verdict = paper.ok
      ? await unlocking(request, io, file, (password) =>
          verifyPaper(
            { bytes: paper.value, file },
            { ...record.value, ...reference.value, ...(password !== undefined && { password }) },
            resources.value,
          ),
        )
      : paper;
    report.tell(verdict.diagnostics);
    if (!verdict.ok) continue;
    if (!isSame(verdict.value.result)) isAnyDifferent = true;
    report.done(verdictText(verdict.value), { type: "verdict", ...verdict.value });
  }
  const exit = report.finish();
  return isAnyDifferent ? EXIT.different : exit;
}

function recordOf({ values: { record: file } }: Request): Outcome<Pick<VerifyOptions, "record">> {
  return file === undefined ? success({}) : chain(readRecord(file), (record) => success({ record }));
}

const SENTENCES: Readonly<Record<Result, string>> = {
  exact: "exactly what its record gives",
  signed: "exactly what its record gives, up to its signature, which is not judged here",
  locked: "what its record gives, under its lock",
  packed: "all that its record gives, but packed anew by another program",
  different: "not what its record gives",
};

function verdictText({ file, result, differences, reasons, production, owner }: Verdict): string {
  const { document, language, theme, program } = production;
  const whose = owner ? `, the copy of ${owner.name}, ${owner.serial}` : "";
  const how = `${document}${whose}, ${language}, ${theme}; minutebook ${program}`;
  const lines = [
    `${safe(file)}: ${SENTENCES[result]} (${safe(how)})`,
    ...inGroups(differences).map(differenceText),
  ];
  return [...lines, ...(isSame(result) ? [] : reasons.map((reason) => `  ${safe(reason)}`))].join("\n");
}

/** Parts of which there is the same to say, in one. */
function inGroups(differences: readonly Difference[]): readonly Difference[] {
  const groups = new Map<string, Difference>();
  for (const difference of differences) {
    const { part, ...said } = difference;
    const known = groups.get(JSON.stringify(said));
    groups.set(JSON.stringify(said), known ? { ...known, part: `${known.part}, ${part}` } : difference);
  }
  return [...groups.values()];
}

const differenceText = ({ part, message, found, made }: Difference): string =>
  [
    `  ${safe(part)}: ${safe(message)}`,
    ...(found === undefined ? [] : [`    here:  ${safe(found)}`]),
    ...(made === undefined ? [] : [`    made:  ${safe(made)}`]),
  ].join("\n");
