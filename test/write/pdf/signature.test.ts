import { createHash, verify, X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { layOut } from "../../../src/layout/layout.ts";
import type { Signer } from "../../../src/write/pdf/cms.ts";
import { oid, parts } from "../../../src/write/pdf/der.ts";
import { writePdf } from "../../../src/write/pdf/write.ts";
import { doc, h, p } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { readPdf } from "../../support/read-pdf.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { signerOf } from "./keys.ts";

const fonts = realFonts();
const document = doc([h(1, "a", "Title [0 9999999999 9999999999 9999999999]"), p("Text")]);
async function signed(signer?: Signer): Promise<Buffer> {
  const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error("layout failed");
  return Buffer.from(await writePdf(document, laid.value, fonts.opened, signer && { signer }));
}

interface Found {
  /** The two stretches of the file that are signed. */
  readonly covered: Buffer;
  readonly cms: Buffer;
}
function signatureIn(pdf: Buffer): Found {
  const [, start = 0, from = 0, length = 0] =
    /\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(pdf.toString("latin1"))?.map(Number) ?? [];
  expect(from + length).toBe(pdf.length);
  expect(pdf[start]).toBe("<".charCodeAt(0));
  expect(pdf[from - 1]).toBe(">".charCodeAt(0));
  const padded = Buffer.from(pdf.toString("latin1", start + 1, from - 1), "hex");
  const cms = padded.subarray(0, 4 + padded.readUInt16BE(2));
  expect(padded.subarray(cms.length).every((byte) => byte === 0)).toBe(true);
  return { covered: Buffer.concat([pdf.subarray(0, start), pdf.subarray(from)]), cms };
}

/** What a signature says, by the fields of RFC 5652. */
function read(cms: Buffer) {
  const [, content] = parts(cms);
  const [, , , certificates, signers] = parts(parts(content as Uint8Array)[0] as Uint8Array);
  const [signer, ...others] = parts(signers as Uint8Array);
  expect(others).toEqual([]);
  const [, , , attributes, , signature] = parts(signer as Uint8Array);
  const values = new Map(
    parts(attributes as Uint8Array).map((attribute) => {
      const [type, set] = parts(attribute);
      return [Buffer.from(type as Uint8Array).toString("hex"), parts(set as Uint8Array)[0] as Uint8Array];
    }),
  );
  const value = (type: string): Buffer =>
    Buffer.from(values.get(Buffer.from(oid(type)).toString("hex")) ?? []);
  return {
    certificates: parts(certificates as Uint8Array).map((one) => new X509Certificate(one)),
    signed: Buffer.concat([Uint8Array.of(0x31), (attributes as Uint8Array).subarray(1)]),
    signature: Buffer.from(signature as Uint8Array).subarray(
      Number((signature as Uint8Array)[1]) < 128 ? 2 : 4,
    ),
    count: values.size,
    digest: value("1.2.840.113549.1.9.4").subarray(2),
    certificate: value("1.2.840.113549.1.9.16.2.47"),
  };
}

it.each(["rsa.p12", "ec.p12"])("a signature covers the whole file, and its certificate: %s", async (name) => {
  const { covered, cms } = signatureIn(await signed(signerOf(name)));
  const found = read(cms);
  const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
  expect(found.digest.equals(sha256(covered))).toBe(true);
  const own = found.certificates.find((one) => found.certificate.includes(sha256(one.raw)));
  if (!own) throw new Error("the signature names no certificate that it brings along");
  expect(own.publicKey.asymmetricKeyType).toBe(name.slice(0, -4));
  expect(verify("sha256", found.signed, own.publicKey, found.signature)).toBe(true);
  expect(found.certificates).toHaveLength(3);
  expect(found.count).toBe(3); // content type, digest and certificate; the time is the PDF's to say
});

it("a file signed by RSA is the same bytes each time; by an elliptic curve, all but the signature", async () => {
  expect((await signed(signerOf("rsa.p12"))).equals(await signed(signerOf("rsa.p12")))).toBe(true);
  const [one, other] = [await signed(signerOf("ec.p12")), await signed(signerOf("ec.p12"))];
  expect(one.equals(other)).toBe(false);
  expect(signatureIn(one).covered.equals(signatureIn(other).covered)).toBe(true);
});

it("a signed file says the same as an unsigned one", async () => {
  const [plain, sealed] = [readPdf(await signed()), readPdf(await signed(signerOf("rsa.p12")))];
  expect(sealed.texts).toEqual(plain.texts);
  expect(sealed.info).toEqual(plain.info);
  expect((await signed()).includes("/AcroForm")).toBe(false);
});

it("whoever changes a byte breaks it", async () => {
  const pdf = await signed(signerOf("rsa.p12"));
  pdf.write("X", pdf.lastIndexOf("/XRef"), "latin1");
  const { covered, cms } = signatureIn(pdf);
  expect(read(cms).digest.equals(createHash("sha256").update(covered).digest())).toBe(false);
});
