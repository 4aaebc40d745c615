import { describe, expect, it } from "vitest";
import { certificateOf } from "../../src/distribute/certificate.ts";
import { LANGUAGES } from "../../src/record/schema/primitives.ts";
import { everyState } from "../support/account-report.ts";
import { readPdf } from "../support/read-pdf.ts";
import { resources } from "./letters.ts";

describe.each(LANGUAGES)("a certificate in %s", (lang) => {
  it("has words for all that can become of a delivery, and names everybody", async () => {
    const report = everyState();
    const made = await certificateOf(report, resources, lang);
    expect(made.diagnostics).toEqual([]);
    if (!made.ok) return;
    const text = readPdf(made.value)
      .texts.map((one) => one.text)
      .join("\n");
    for (const { name } of report.deliveries.slice(0, 5)) expect(text).toContain(name);
  });
  it("is the same bytes for the same report", async () => {
    const [first, second] = [
      await certificateOf(everyState(3), resources, lang),
      await certificateOf(everyState(3), resources, lang),
    ];
    expect(first.ok && second.ok && Buffer.compare(first.value, second.value)).toBe(0);
  });
});
