import { createHash, type KeyObject, sign } from "node:crypto";
import { context, der, integer, octets, oid, parts, sequence, set, TAG } from "./der.ts";

/** Who signs. */
export interface Signer {
  readonly key: KeyObject;
  /** Certificates as DER: the signer's own, then those that vouch for it, as far as they are known. */
  readonly certificates: readonly [Uint8Array, ...Uint8Array[]];
  /** When the signer says that it signs. */
  readonly time: Date;
}

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const DATA = "1.2.840.113549.1.7.1";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const SHA256 = "2.16.840.1.101.3.4.2.1";
const RSA = "1.2.840.113549.1.1.1";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";

/**
 * A detached signature over bytes as CMS SignedData (RFC 5652), in the profile PAdES-B-B (ETSI EN 319 142-1, 6.3): the
 * signer's certificate is named among what is signed (RFC 5035), the time is left to the PDF. A signature by RSA
 * depends on nothing but key and bytes; one by ECDSA differs each time.
 */
export function signedData(content: readonly Uint8Array[], { key, certificates }: Signer): Uint8Array {
  const sha256 = sequence(oid(SHA256));
  const attributes = signedAttributes(content, certificates[0]);
  const signature = sign("sha256", attributes, key);
  const algorithm =
    key.asymmetricKeyType === "ec" ? sequence(oid(ECDSA_WITH_SHA256)) : sequence(oid(RSA), der(TAG.null));
  const signer = sequence(
    integer(1),
    issuerAndSerial(certificates[0]),
    sha256,
    Buffer.concat([Uint8Array.of(0xa0), attributes.subarray(1)]), // a set under another tag
    algorithm,
    octets(signature),
  );
  return sequence(
    oid(SIGNED_DATA),
    context(
      0,
      sequence(
        integer(1),
        set(sha256),
        sequence(oid(DATA)),
        context(0, ...[...certificates].sort(Buffer.compare)), // a set, too
        set(signer),
      ),
    ),
  );
}

function signedAttributes(content: readonly Uint8Array[], certificate: Uint8Array): Uint8Array {
  const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), set(value));
  const digest = createHash("sha256");
  for (const bytes of content) digest.update(bytes);
  const own = createHash("sha256").update(certificate).digest();
  return set(
    attribute(CONTENT_TYPE, oid(DATA)),
    attribute(MESSAGE_DIGEST, octets(digest.digest())),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(octets(own))))), // by SHA-256, as by default
  );
}

/** How a signature names its certificate (RFC 5652, 10.2.4). */
function issuerAndSerial(certificate: Uint8Array): Uint8Array {
  const fields = parts(parts(certificate)[0] ?? certificate);
  const first = fields[0]?.[0] === 0xa0 ? 1 : 0; // after the version, which the oldest certificates lack
  const [serial, , issuer] = fields.slice(first);
  if (!serial || !issuer) throw new Error("the certificate has no issuer");
  return sequence(issuer, serial);
}

/** More bytes than a signature can take: its certificates, and room for names, attributes and the signature. */
export const roomFor = ({ certificates }: Signer): number => {
  const length = certificates.reduce((sum, certificate) => sum + certificate.length, 0);
  return Math.ceil((length + certificates[0].length + 2048) / 1024) * 1024;
};
