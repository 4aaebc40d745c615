import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { recordJsonSchema } from "../../src/record/json-schema.ts";

it("editors are offered the schema that records are held to", () => {
  const shipped = readFileSync(new URL("../../data/record.schema.json", import.meta.url), "utf8");
  const current = `${JSON.stringify(recordJsonSchema(), null, 2)}\n`;
  // Compared as a whole: a difference of two files of this size is nothing to read.
  expect(shipped === current, "node src/cli.ts schema > data/record.schema.json").toBe(true);
});
