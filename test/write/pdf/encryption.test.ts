import { createDecipheriv, createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { layOut } from "../../../src/layout/layout.ts";
import { encryption, hash, type Lock } from "../../../src/write/pdf/encryption.ts";
import { type Extras, writePdf } from "../../../src/write/pdf/write.ts";
import { doc, p } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { signerOf } from "./keys.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (hex: string): Buffer => Buffer.from(hex, "hex");
const NOTHING = new Uint8Array();

/** Bytes that only look random: the same for every lock that begins anew. */
function lockOf(password: string, ownerPassword = "owner"): Lock {
  let count = 0;
  return {
    password: utf8(password),
    ownerPassword: utf8(ownerPassword),
    random: (length) => createHash("shake256", { outputLength: length }).update(String(count++)).digest(),
  };
}

const open = (algorithm: string, key: Uint8Array, start: Uint8Array | null, bytes: Uint8Array): Buffer => {
  const cipher = createDecipheriv(algorithm, key, start).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
};

/** The key of a file, by a password (ISO 32000-2, algorithm 2.A); undefined when it is the wrong one. */
function keyBy(
  password: string,
  verifier: Uint8Array,
  key: Uint8Array,
  user: Uint8Array,
): Buffer | undefined {
  const [wanted, validation, forKey] = [
    verifier.subarray(0, 32),
    verifier.subarray(32, 40),
    verifier.subarray(40),
  ];
  if (Buffer.compare(hash(utf8(password), validation, user), wanted) !== 0) return undefined;
  return open("aes-256-cbc", hash(utf8(password), forKey, user), new Uint8Array(16), key);
}

describe("the key of a file", () => {
  // Made by qpdf 11, with the passwords 密码é and owner.
  const U = bytesOf(
    "333f359c802c2b6bb4c2b9ccf417a85393dd34c357aa9f7d38cab02de51fbd9762fde82e2ec9e5c71f54c3055115961a",
  );
  const O = bytesOf(
    "1dc005f9675994aa37d92c58ee385a57f1b1375ec8f3169b0fa5db24901d1987fea6e506b6b1107ec8cab203e7595aab",
  );
  it("is found by both passwords in another program's file", async () => {
    const byUser = keyBy(
      "密码é",
      U,
      bytesOf("41d3c412c817e6d2475df4c37a7cf36319bee6087f32129deec7eca0b2cd6ec6"),
      NOTHING,
    );
    const byOwner = keyBy(
      "owner",
      O,
      bytesOf("3f647fbbe2f73e9c9a06caa510eaa0a548cf81f026bcb256b43186910957cc0f"),
      U,
    );
    expect(byUser).toBeDefined();
    expect(byOwner?.equals(byUser ?? NOTHING)).toBe(true);
    const permissions = open(
      "aes-256-ecb",
      byUser ?? NOTHING,
      null,
      bytesOf("4705ccdb66b01d9487e7737da4d880e3"),
    );
    expect(permissions.toString("latin1", 9, 12)).toBe("adb");
  });
  it("is found by both passwords in ours, and by no other", async () => {
    const { dictionary } = encryption(lockOf("密码é"));
    const { U, UE, O, OE, Perms } = dictionary as Record<string, Uint8Array>;
    if (!U || !UE || !O || !OE || !Perms) throw new Error("something is missing");
    const key = keyBy("密码é", U, UE, NOTHING);
    expect(key).toHaveLength(32);
    expect(keyBy("owner", O, OE, U)?.equals(key ?? NOTHING)).toBe(true);
    expect(keyBy("密码e", U, UE, NOTHING)).toBeUndefined();
    expect(keyBy("密码é", O, OE, U)).toBeUndefined();
    const permissions = open("aes-256-ecb", key ?? NOTHING, null, Perms);
    expect(permissions.toString("latin1", 8, 12)).toBe("Tadb");
    expect(permissions.readInt32LE(0)).toBe(dictionary.P);
  });
});

describe("a locked PDF", async () => {
  const fonts = realFonts();
  const document = doc([p("Nobody must read this")]);
  const made = async (extras: Extras): Promise<Buffer> => {
    const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
    if (!laid.ok) throw new Error("layout failed");
    return Buffer.from(await writePdf(document, laid.value, fonts.opened, extras));
  };
  const pdf = await made({ lock: lockOf("a") });
  const text = pdf.toString("latin1");
  it("says how it is locked, and not that it is PDF/A", async () => {
    expect(text).toMatch(/\/V 5\s+\/R 6\s/);
    expect(text).toMatch(/\/CFM \/AESV3/);
    expect(text).toMatch(/\/P -4\b/);
    expect(text).not.toContain("pdfaid");
    expect((await made({})).toString("latin1")).toContain("<pdfaid:conformance>A<");
  });
  it("has no stream that can be read without the key, and none that cannot with it", async () => {
    const { dictionary } = encryption(lockOf("a"));
    const { U, UE } = dictionary as Record<string, Uint8Array>;
    const key = keyBy("a", U ?? NOTHING, UE ?? NOTHING, NOTHING);
    const streams = [
      ...text.matchAll(/ 0 obj(?:(?!endobj)[\s\S])*?\/Length (\d+)(?:(?!endobj)[\s\S])*?>>\s*stream\r?\n/g),
    ].map((found) => ({
      head: found[0],
      bytes: pdf.subarray(found.index + found[0].length, found.index + found[0].length + Number(found[1])),
    }));
    expect(streams.length).toBeGreaterThan(4);
    for (const { head, bytes } of streams) {
      if (head.includes("/XRef")) continue; // by which the rest is found
      expect(() => inflateSync(bytes)).toThrow();
      const cipher = createDecipheriv("aes-256-cbc", key ?? NOTHING, bytes.subarray(0, 16));
      const plain = Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]);
      if (head.includes("/FlateDecode")) expect(inflateSync(plain).length).toBeGreaterThan(0);
      else expect(plain.toString("utf8")).toContain("<?xpacket");
    }
  });
  it("differs each time by what nobody can foresee, and by nothing else", async () => {
    expect((await made({ lock: lockOf("a") })).equals(pdf)).toBe(true);
    const other = lockOf("a");
    other.random(1);
    expect((await made({ lock: other })).equals(pdf)).toBe(false);
  });
  it("can be signed, with the digits of the signature in the open", async () => {
    const signed = await made({ lock: lockOf("a"), signer: signerOf("rsa.p12") });
    expect(signed.toString("latin1")).toMatch(/\/Contents <3082/);
  });
});
