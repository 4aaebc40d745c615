import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { deflated } from "../../../src/write/pdf/deflate.ts";

const text = readFileSync("package-lock.json");
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("a deflated stream", () => {
  // Used again after a reset, what deflates gave other bytes for one stream in eighty.
  it("is the same as one made by itself, whatever came before it and is made beside it", async () => {
    const streams = Array.from({ length: 300 }, (_, i) => {
      const start = (i * 7919 * 131) % (text.length - 20_000);
      return text.subarray(start, start + ((i * 7919) % 20_000) + 1);
    });
    for (const level of [3, 6]) {
      const made = await Promise.all(streams.map((one) => deflated(one, level)));
      expect(made.map(hex)).toEqual(streams.map((one) => hex(deflateSync(one, { level }))));
    }
  });

  it("is whole when it is larger than any buffer on the way", async () => {
    const noise = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 7919 * (i % 977)) % 251));
    expect(hex(await deflated(noise, 6))).toBe(hex(deflateSync(noise, { level: 6 })));
  });
});
