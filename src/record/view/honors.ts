import { stated, statusOf } from "../fact.ts";
import type { Award } from "../schema/honors.ts";
import { foremost, present, type Reader } from "./reader.ts";
import type { AwardView, View } from "./schema.ts";

/** Who gives the awards: once for all, or with each where they differ. The body that met goes without saying. */
export function awardsOf(reader: Reader, body: string | undefined): Pick<View, "awards" | "conferredBy"> {
  const awards = reader.record.awards.map((award) => awardOf(reader, award));
  const givers = new Set(
    awards.filter(({ layout }) => layout !== "gap").map(({ conferredBy }) => conferredBy),
  );
  const [only] = givers;
  if (givers.size > 1) return { awards };
  return {
    awards: awards.map(({ conferredBy: _told, ...others }) => others),
    ...(only !== undefined && only !== body && only !== `the ${body}` && { conferredBy: only }),
  };
}

/** An award with those who receive it, and how it is best shown: as names alone, with citations, or as a gap. */
export function awardOf(reader: Reader, award: Award): AwardView {
  const kindMark = award.kind && reader.mark(award.kind);
  for (const one of [award.conferredBy, award.conferredOn, award.expectedCount]) {
    if (statusOf(one) !== undefined) reader.mark(one);
  }
  const missing = award.honorees.find(({ status }) => status !== undefined);
  const honorees = award.honorees
    .filter(({ status, stage }) => status === undefined && stage !== "declined" && stage !== "revoked")
    .map((one) =>
      present({
        name:
          one.person !== undefined
            ? reader.person(one.person)
            : one.unit !== undefined
              ? reader.unit(one.unit)
              : reader.text(one.project ?? ""),
        unit: one.person !== undefined && one.unit !== undefined ? reader.unit(one.unit) : undefined,
        post: reader.optional(one.postAsOf),
        citation: reader.optional(one.citation),
        posthumous: one.posthumous ?? false,
        stage: one.stage === "nominated" || one.stage === "publicNotice" ? one.stage : undefined,
        mark: reader.mark(one),
      }),
    );
  for (const { status, ...unnamed } of award.honorees) if (status !== undefined) reader.mark(unnamed);
  const told = honorees.some(({ citation, unit, post }) => citation ?? unit ?? post);
  const conferredBy = stated(award.conferredBy);
  return present({
    id: award.id,
    title: reader.text(award.title),
    grade: reader.optional(award.grade),
    kind: stated(award.kind),
    level: award.level,
    year: award.year === undefined ? undefined : String(award.year),
    count: missing || honorees.length === 0 ? undefined : honorees.length,
    order: honorees.length > 1 ? award.orderRule : undefined,
    conferredBy: honorees.length > 0 ? conferredBy && reader.agent(conferredBy) : undefined,
    conferredOn: stated(award.conferredOn),
    basis: reader.optional(award.basisDocument),
    layout: honorees.length === 0 ? "gap" : told ? "citations" : "names",
    gap: missing?.status ?? (honorees.length === 0 ? "unnamed" : undefined),
    honorees,
    names: honorees.length > 0 ? reader.join(honorees.map(({ name }) => name)) : undefined,
    mark: kindMark?.printed ? kindMark : foremost([kindMark, reader.mark(award)]),
  }) as AwardView; // only absent fields were left out
}
