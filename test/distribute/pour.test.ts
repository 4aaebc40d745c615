import { once } from "node:events";
import type { Transform } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pour } from "../../src/distribute/pour.ts";

/** The very stream that the library pipes mails to; it is not among what the library exports. */
const { default: DataStream }: { default: new () => Transform } = await import(
  new URL("data-stream.js", import.meta.resolve("nodemailer/lib/smtp-connection")).href
);

async function through(fill: (stream: Transform) => unknown): Promise<string> {
  const stream = new DataStream();
  const parts: Buffer[] = [];
  stream.on("data", (part) => parts.push(part));
  const ended = once(stream, "end");
  await fill(stream);
  stream.end("the end\r\n");
  await ended;
  return Buffer.concat(parts).toString("latin1");
}

const asTheLibraryDoes = (bytes: Uint8Array) => through((stream) => stream.write(bytes));

const LINE = "x".repeat(76);

describe("bytes on their way to a mail server", () => {
  it("come out as they would without the short cut, whatever they are", async () => {
    const piece = fc.constantFrom(
      "\r",
      "\n",
      "\r\n",
      ".",
      "..",
      "a",
      `${LINE}\r\n`,
      `${LINE}\r\n`.repeat(840),
      LINE,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const bytes = Buffer.from(pieces.join(""), "latin1");
        expect(await through((stream) => pour(bytes, stream))).toBe(await asTheLibraryDoes(bytes));
      }),
    );
  });

  it.each([
    ["a bare line end", "\r"],
    ["a dot that begins a line", "\r\n."],
    ["an empty line", "\r\n\r\n"],
  ])("come out so with %s where one piece ends and the next begins", async (_, mark) => {
    for (let shift = -3; shift <= 3; shift++) {
      const bytes = Buffer.from(
        `${"y".repeat(64 * 1024 + shift)}${mark}${`${LINE}\r\n`.repeat(900)}`,
        "latin1",
      );
      expect(await through((stream) => pour(bytes, stream))).toBe(await asTheLibraryDoes(bytes));
    }
  });

  it("wait until they are read", async () => {
    const stream = new DataStream();
    let isThrough = false;
    const poured = pour(Buffer.from(`${LINE}\r\n`.repeat(10_000)), stream).then(() => {
      isThrough = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stream.readableLength).toBeLessThanOrEqual(2 * 64 * 1024);
    expect(isThrough).toBe(false);
    stream.resume();
    await poured;
  });
});
