import { createHash } from "node:crypto";
import { writeDocx } from "../../src/write/docx/write.ts";
import { SPECIMENS } from "../write/docx/specimens.ts";
import { builtInSheet } from "./sheet.ts";

/** Prints the digest of each specimen; run in processes that differ in all that must not matter. */
for (const { theme, document } of SPECIMENS) {
  const bytes = await writeDocx(document, builtInSheet(theme, document.type), { pages: 2 });
  process.stdout.write(`${createHash("sha256").update(bytes).digest("hex")}\n`);
}
