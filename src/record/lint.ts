import type { Diagnostic } from "../diagnostic.ts";
import type { Loaded } from "../yaml/load.ts";
import { pathText } from "../yaml/path.ts";
import { lintAttendance } from "./lint/attendance.ts";
import { lintBusiness } from "./lint/business.ts";
import { lintDistribution } from "./lint/distribution.ts";
import { lintEvidence } from "./lint/evidence.ts";
import type { Finding, LintContext, Matter, Theme } from "./lint/finding.ts";
import { lintLanguage } from "./lint/language.ts";
import { lintPeople } from "./lint/people.ts";
import { lintRelease } from "./lint/release.ts";
import { textsOf } from "./lint/texts.ts";
import { lintTime } from "./lint/time.ts";
import { lintVotes } from "./lint/votes.ts";
import { type Gap, requiredFacts } from "./profile.ts";
import type { MeetingRecord } from "./schema/record.ts";

export type { LintContext } from "./lint/finding.ts";

/**
 * What there is to say about a valid record as the account of a meeting: contradictions are errors, gaps and
 * doubts warnings, what may be on purpose a note. In the order of the file.
 */
export function lint(record: MeetingRecord, context: LintContext): readonly Diagnostic[] {
  const matter: Matter = { ...context, record, texts: textsOf(context.loaded.value) };
  return THEMES.flatMap((theme) => theme(matter))
    .map((finding) => place(finding, context.loaded))
    .toSorted(byPlace);
}

/** What the profile asks for any of the papers, each gap once and with its greatest weight. */
const lintProfile: Theme = ({ record, profile, documents, final }) => {
  const gaps = new Map<string, Gap>();
  for (const gap of documents.flatMap((document) => requiredFacts(record, profile, document))) {
    const key = `${gap.fact} ${pathText(gap.path)}`;
    if (gaps.get(key)?.severity !== "error") gaps.set(key, gap);
  }
  return [...gaps.values()].map(({ fact, severity, message, path, hint }) => ({
    code: `profile/missing-${fact}`,
    // Short of a final paper a gap is only shown: what will refuse it warns, what will warn is noted.
    severity: final ? severity : severity === "error" ? "warning" : "note",
    message: `${message} (asked by the profile ${profile.name})`,
    path,
    ...(hint !== undefined && { hint }),
  }));
};

const THEMES: readonly Theme[] = [
  lintProfile,
  lintEvidence,
  lintPeople,
  lintAttendance,
  lintVotes,
  lintBusiness,
  lintTime,
  lintLanguage,
  lintRelease,
  lintDistribution,
];

function place({ code, severity, message, path, hint }: Finding, loaded: Loaded): Diagnostic {
  const at = loaded.placeOf(path);
  return {
    code,
    severity,
    message,
    place: at,
    path: pathText(path),
    excerpt: loaded.excerpt(at.line),
    ...(hint !== undefined && { hint }),
  };
}

const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
