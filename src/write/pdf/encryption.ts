import { createCipheriv, createHash } from "node:crypto";
import type { PdfDictionary } from "./value.ts";

/** What a PDF is locked with. */
export interface Lock {
  /** Opens the file; prepared, in UTF-8. */
  readonly password: Uint8Array;
  /** Opens it, too, and lets permissions be changed; prepared, in UTF-8. */
  readonly ownerPassword: Uint8Array;
  /** Bytes that nobody can foresee. */
  readonly random: (count: number) => Uint8Array;
}

export interface Encryption {
  /** The encryption dictionary, itself never encrypted. */
  readonly dictionary: PdfDictionary;
  readonly encrypt: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The standard security handler of PDF 2.0 in its revision 6, with AES-256 (ISO 32000-2, 7.6.4). Made here because
 * pdfkit stops at revision 5, whose passwords can be guessed too fast. Whoever has a password may do everything: what
 * permissions forbid, readers only ask not to be done.
 */
export function encryption({ password, ownerPassword, random }: Lock): Encryption {
  const key = random(32);
  const user = entry(password, key, random, NOTHING);
  const owner = entry(ownerPassword, key, random, user.verifier);
  return {
    dictionary: {
      Filter: "Standard",
      V: 5,
      R: 6,
      Length: 256,
      CF: { StdCF: { AuthEvent: "DocOpen", CFM: "AESV3", Length: 32 } },
      StmF: "StdCF",
      StrF: "StdCF",
      U: user.verifier,
      UE: user.key,
      O: owner.verifier,
      OE: owner.key,
      P: EVERYTHING,
      Perms: permissions(key, random),
    },
    encrypt(bytes) {
      const start = random(16);
      const cipher = createCipheriv("aes-256-cbc", key, start);
      return Buffer.concat([start, cipher.update(bytes), cipher.final()]);
    },
  };
}

const NOTHING = new Uint8Array();
/** All permissions, also that of reading aloud, which PDF/UA asks for; the lowest two bits are always clear. */
const EVERYTHING = -4;

interface PasswordEntry {
  /** 32 bytes to try the password with, and the two salts. */
  readonly verifier: Uint8Array;
  /** The file's key under the password. */
  readonly key: Uint8Array;
}

/** Algorithms 8 and 9: the owner's entry depends on the user's. */
function entry(
  password: Uint8Array,
  key: Uint8Array,
  random: Lock["random"],
  user: Uint8Array,
): PasswordEntry {
  const [validation, forKey] = [random(8), random(8)];
  return {
    verifier: Buffer.concat([hash(password, validation, user), validation, forKey]),
    key: blocks("aes-256-cbc", hash(password, forKey, user), new Uint8Array(16), key),
  };
}

/** Algorithm 10: the permissions once more, so that nobody can change them without the key. */
function permissions(key: Uint8Array, random: Lock["random"]): Uint8Array {
  const plain = Buffer.alloc(16, 0xff);
  plain.writeInt32LE(EVERYTHING, 0);
  plain.write("Tadb", 8, "latin1"); // metadata are encrypted, too
  plain.set(random(4), 12);
  return blocks("aes-256-ecb", key, null, plain);
}

/** Algorithm 2.B: a hash that takes long enough to make guessing slow. */
export function hash(password: Uint8Array, salt: Uint8Array, user: Uint8Array): Uint8Array {
  let digest = createHash("sha256").update(password).update(salt).update(user).digest();
  for (let round = 1; ; round++) {
    const block = Buffer.concat([password, digest, user]);
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => block));
    const scrambled = blocks("aes-128-cbc", digest.subarray(0, 16), digest.subarray(16, 32), repeated);
    const sum = scrambled.subarray(0, 16).reduce((total, byte) => total + byte, 0);
    digest = createHash(DIGESTS[sum % 3] ?? "sha256")
      .update(scrambled)
      .digest(); // 256 leaves 1 when divided by 3
    if (round >= 64 && (scrambled.at(-1) ?? 0) <= round - 32) return digest.subarray(0, 32);
  }
}
const DIGESTS = ["sha256", "sha384", "sha512"] as const;

/** Whole blocks, with nothing added. */
function blocks(algorithm: string, key: Uint8Array, start: Uint8Array | null, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, start).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}
