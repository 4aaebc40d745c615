import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Signer } from "../../../src/write/pdf/cms.ts";
import { type KeyFile, readSigner } from "../../../src/write/pdf/p12.ts";

export const keyPath = (name: string): string => fileURLToPath(new URL(`keys/${name}`, import.meta.url));

/** A key file of the tests, used in 2030. */
export const keyFile = (name: string, password = "secret"): KeyFile => ({
  bytes: readFileSync(keyPath(name)),
  file: name,
  password,
  time: new Date("2030-01-02T03:04:05Z"),
});

export function signerOf(name: string): Signer {
  const signer = readSigner(keyFile(name));
  if (!signer.ok) throw new Error(JSON.stringify(signer.diagnostics));
  return signer.value;
}
