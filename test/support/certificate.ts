import { generateKeyPairSync, sign } from "node:crypto";
import { context, der, integer, octets, oid, sequence, set } from "../../src/write/pdf/der.ts";

/** A certificate that vouches for itself, as PEM, for tests of who is believed. */
export function certificateFor(host: string, { days = 30 }: { readonly days?: number } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ECDSA with SHA-256
  const name = sequence(set(sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(host)))));
  const day = 86_400_000;
  const time = (at: number) =>
    der(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-T:]/g, "")}Z`));
  const isAddress = /^[\d.]+$/.test(host);
  const alternative = isAddress
    ? der(0x87, Buffer.from(host.split(".").map(Number)))
    : der(0x82, Buffer.from(host));
  const toBeSigned = sequence(
    context(0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(time(Date.now() - 60 * day), time(Date.now() + days * day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    context(3, sequence(sequence(oid("2.5.29.17"), octets(sequence(alternative))))),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const whole = sequence(toBeSigned, algorithm, der(0x03, Uint8Array.of(0), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${Buffer.from(whole).toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}
