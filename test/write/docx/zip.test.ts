import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { packed, packedWhileWritten, zip } from "../../../src/write/docx/zip.ts";

describe("a ZIP file", () => {
  it("gives back its parts under their names, in their order, however they were written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: "grapheme", maxLength: 400 }))),
        async (contents) => {
          const parts = await Promise.all(
            contents.map((texts, index) =>
              index % 2 === 0
                ? packedWhileWritten(`零/${index}.xml`, texts)
                : packed(`零/${index}.xml`, texts.join("")),
            ),
          );
          const found = Object.entries(unzipSync(zip(parts))).map(([path, data]) => [
            path,
            new TextDecoder().decode(data),
          ]);
          expect(found).toEqual(contents.map((texts, index) => [`零/${index}.xml`, texts.join("")]));
        },
      ),
    );
  });
  it("does not depend on where a text was cut", async () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `<w:t>${i * i}</w:t>`);
    const one = await packedWhileWritten("a", [text.join("")]);
    const many = await packedWhileWritten("a", text);
    expect(Buffer.concat(many.data)).toEqual(Buffer.concat(one.data));
    expect([many.crc, many.size]).toEqual([one.crc, one.size]);
  });
});
