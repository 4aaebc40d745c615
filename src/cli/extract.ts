import { chain } from "../diagnostic.ts";
import { readPaper, writeWhole } from "../files.ts";
import { extract as extractRecord } from "../read/extract.ts";
import type { Request } from "./args.ts";
import type { Io } from "./io.ts";
import { unlocking } from "./protect.ts";
import { reporter, safe } from "./report.ts";

/** Takes the record out of a paper, byte for byte. */
export async function extract(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const file = request.arguments[0] ?? "";
  const { out } = request.values;
  const paper = readPaper(file);
  const record = paper.ok
    ? await unlocking(request, io, file, (password) => extractRecord(paper.value, file, password))
    : paper;
  const done = out === undefined ? record : chain(record, (bytes) => writeWhole(out, bytes));
  report.tell(done.diagnostics);
  if (done.ok) io.out(out === undefined ? done.value : `${safe(out)}\n`);
  return report.finish();
}
