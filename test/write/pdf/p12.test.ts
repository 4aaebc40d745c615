import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { readSigner } from "../../../src/write/pdf/p12.ts";
import { keyFile } from "./keys.ts";

const names = (certificates: readonly Uint8Array[]): string[] =>
  certificates.map((one) => /CN=(.*)/.exec(new X509Certificate(one).subject)?.[1] ?? "");

it.each([
  ["the ciphers of today", "rsa.p12", "secret", "Ann Ash"],
  ["a password beyond ASCII", "rsa-hanzi.p12", "密码é", "Ann Ash"],
  ["the ciphers of old", "rsa-legacy.p12", "密码é", "Ann Ash"],
  ["an elliptic curve", "ec.p12", "secret", "李明"],
])("a key file is read, with those who vouch for the key: %s", (_, file, password, name) => {
  const signer = readSigner(keyFile(file, password));
  expect(signer.diagnostics).toEqual([]);
  expect(signer.ok && names(signer.value.certificates)).toEqual([
    name,
    "Fernhill Example Office",
    "Fernhill Example Root",
  ]);
});

it.each([
  ["rsa.p12", "Secret", "sign/wrong-password"],
  ["rsa-hanzi.p12", "密码e", "sign/wrong-password"],
  ["no-key.p12", "secret", "sign/no-key"],
  ["no-certificate.p12", "secret", "sign/no-certificate"],
  ["ended.p12", "secret", "sign/expired"],
  ["short.p12", "secret", "sign/unsupported-key"],
  ["ed.p12", "secret", "sign/unsupported-key"],
  ["root.pem", "secret", "sign/not-a-key-file"],
])("%s with the password “%s” is refused: %s", (file, password, code) => {
  const signer = readSigner(keyFile(file, password));
  expect(signer.diagnostics.map((one) => one.code)).toEqual([code]);
  expect(signer.diagnostics[0]?.message).toMatch(new RegExp(`^${file} `));
  expect(signer.diagnostics[0]?.hint).toBeTruthy();
});

it("a certificate that is not yet valid is refused", () => {
  const signer = readSigner({ ...keyFile("rsa.p12"), time: new Date("2019-12-31T23:59:00Z") });
  expect(signer.diagnostics).toMatchObject([
    {
      code: "sign/not-yet-valid",
      message: "rsa.p12 has a certificate that is valid from 2020-01-01 00:00 UTC",
    },
  ]);
});

it("a key file cut short anywhere is refused, never misread", () => {
  const whole = keyFile("rsa.p12");
  for (let length = 0; length < whole.bytes.length; length += 97) {
    const signer = readSigner({ ...whole, bytes: whole.bytes.subarray(0, length) });
    expect(signer.diagnostics.map((one) => one.code)).toEqual(["sign/not-a-key-file"]);
  }
});
