import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import forge, { type Asn1, type Bag, type Pkcs12 } from "node-forge";
import { type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import type { Signer } from "./cms.ts";

/** A key file (PKCS #12: .p12 or .pfx) and what opens it. */
export interface KeyFile {
  readonly bytes: Uint8Array;
  /** Its name, for messages. */
  readonly file: string;
  readonly password: string;
  /** When it is signed; the certificate must be valid then. */
  readonly time: Date;
}

/**
 * The signer in a key file: its private key, the certificate that belongs to the key, and those of the file that
 * vouch for it, each by the next.
 */
export function readSigner({ bytes, file, password, time }: KeyFile): Outcome<Signer> {
  const wrong = (code: string, message: string, hint: string): Outcome<Signer> =>
    failure([{ code, severity: "error", message: `${file} ${message}`, hint }]);
  let content: Asn1;
  try {
    content = forge.asn1.fromDer(Buffer.from(bytes).toString("latin1"));
  } catch {
    return wrong("sign/not-a-key-file", "is no key file", "it must be PKCS #12, as in .p12 and .pfx files");
  }
  let bags: readonly Bag[];
  try {
    bags = opened(content, password).safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return /password|MAC/i.test(reason)
      ? wrong(
          "sign/wrong-password",
          "does not open with this password",
          "passwords are told apart by case and blanks",
        )
      : wrong(
          "sign/not-a-key-file",
          `cannot be read: ${reason}`,
          "it must be PKCS #12, as in .p12 and .pfx files",
        );
  }
  const key = bags.map(keyIn).find((found) => found !== undefined);
  if (!key)
    return wrong("sign/no-key", "holds no private key", "export the certificate together with its key");
  const certificates = bags.map(certificateIn).filter((found) => found !== undefined);
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!own)
    return wrong(
      "sign/no-certificate",
      "holds no certificate of its key",
      "export the key together with its certificate",
    );
  const problem = unfit(own, key, time);
  if (problem) return wrong(problem.code, problem.message, problem.hint);
  const [first, ...others] = chain(own, certificates).map(({ raw }) => raw);
  return success({ key, certificates: [first ?? own.raw, ...others], time });
}

/**
 * Opens the containers of a key file. forge takes a password for ASCII where the newer ciphers use UTF-8
 * (RFC 8018): then, the password having been proved by the checksum, the contents are opened without it.
 */
function opened(content: Asn1, password: string): Pkcs12 {
  try {
    return forge.pkcs12.pkcs12FromAsn1(content, password);
  } catch (error) {
    const isProved = error instanceof Error && error.message.includes("decrypt");
    if (!isProved || !Array.isArray(content.value)) throw error;
    const [version, safe] = content.value;
    const bare = { ...content, value: [version, safe].filter((part) => part !== undefined) };
    return forge.pkcs12.pkcs12FromAsn1(bare, Buffer.from(password, "utf8").toString("latin1"));
  }
}

const bytesOf = (value: Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), "latin1");

const KEYS: readonly string[] = ["1.2.840.113549.1.12.10.1.1", "1.2.840.113549.1.12.10.1.2"];
const CERTIFICATE = "1.2.840.113549.1.12.10.1.3";

function keyIn({ type, key, asn1 }: Bag): KeyObject | undefined {
  if (!KEYS.includes(type)) return undefined;
  if (key)
    return createPrivateKey({ key: bytesOf(forge.pki.privateKeyToAsn1(key)), format: "der", type: "pkcs1" });
  return asn1 ? createPrivateKey({ key: bytesOf(asn1), format: "der", type: "pkcs8" }) : undefined;
}

function certificateIn({ type, cert, asn1 }: Bag): X509Certificate | undefined {
  if (type !== CERTIFICATE) return undefined;
  const value = cert ? forge.pki.certificateToAsn1(cert) : asn1;
  return value ? new X509Certificate(bytesOf(value)) : undefined;
}

/** Why a key or certificate cannot sign. */
function unfit(
  certificate: X509Certificate,
  key: KeyObject,
  time: Date,
): (Pick<Diagnostic, "code" | "message"> & { readonly hint: string }) | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== "rsa" && type !== "ec")
    return {
      code: "sign/unsupported-key",
      message: `holds a key of the kind ${type}`,
      hint: "RSA and elliptic curves can sign",
    };
  if (type === "rsa" && (details?.modulusLength ?? 0) < 2048)
    return {
      code: "sign/unsupported-key",
      message: `holds an RSA key of ${details?.modulusLength} bits`,
      hint: "2048 bits are the least that is trusted",
    };
  const from = new Date(certificate.validFrom);
  const to = new Date(certificate.validTo);
  const moment = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (time < from)
    return {
      code: "sign/not-yet-valid",
      message: `has a certificate that is valid from ${moment(from)}`,
      hint: `it is being signed at ${moment(time)}`,
    };
  if (time > to)
    return {
      code: "sign/expired",
      message: `has a certificate that ended at ${moment(to)}`,
      hint: `it is being signed at ${moment(time)}; ask for a new certificate`,
    };
  return undefined;
}

/** A certificate and those that vouch for it, up to one that vouches for itself. */
function chain(own: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const links = [own];
  for (let last = own; ; ) {
    const next = all.find(
      (one) => !links.includes(one) && last.checkIssued(one) && last.verify(one.publicKey),
    );
    if (!next) return links;
    links.push(next);
    last = next;
  }
}
