import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FAULTS, soundPdf } from "../support/pdf-faults.ts";
import { tampered } from "../support/tamper.ts";
import { failures } from "./tools.ts";

/** Validators are only worth asking if they notice: each fault, and nothing else, fails where it should. */
const folder = mkdtempSync(join(tmpdir(), "minutebook-faults-"));
const path = (index: number): string => join(folder, `${index}.pdf`);
const files = FAULTS.map((_, index) => path(index));
const sound = join(folder, "sound.pdf");

beforeAll(() => {
  writeFileSync(
    sound,
    tampered(soundPdf(), () => {}),
  );
  for (const [index, { make }] of FAULTS.entries()) writeFileSync(path(index), make());
});

describe.each(["ua1", "3a"] as const)("veraPDF as %s", (flavour) => {
  it("refuses what it can see, and nothing that is sound", () => {
    // A file that cannot be read at all has no verdict, and so counts as refused.
    const refused = failures(flavour, [...files, sound]).map((file) => basename(file, ".pdf"));
    const named = refused.map((name) => FAULTS[Number(name)]?.name ?? name).sort();
    expect(named).toEqual(
      FAULTS.filter(({ caughtBy }) => caughtBy.includes(flavour))
        .map(({ name }) => name)
        .sort(),
    );
  });
});
