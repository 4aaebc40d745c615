import { createDecipheriv } from "node:crypto";
import { hash } from "../../write/pdf/encryption.ts";
import { preparePassword } from "../../write/pdf/password.ts";
import { damaged, Unreadable } from "../unreadable.ts";
import { type Dictionary, isDictionary, isName, isText, type Value } from "./value.ts";

/** Undoes a file's encryption. */
export type Unlock = (bytes: Uint8Array) => Uint8Array;

/**
 * The key to a file that is locked as ours are: AES-256, revision 6 (ISO 32000-2, 7.6.4). A password of the user's and
 * the owner's will do. Without one, the empty password is tried, which opens what anybody may read.
 */
export function unlocked(
  encrypt: Dictionary,
  password: string | undefined,
  get: (value: Value | undefined) => Value,
): Unlock {
  const filter = get(encrypt.get("Filter"));
  const [U, O, UE, OE] = ["U", "O", "UE", "OE"].map((name) => bytesOf(get(encrypt.get(name))));
  const isOurs = isName(filter) && filter.name === "Standard" && get(encrypt.get("R")) === 6;
  if (!isOurs || !U || !O || !UE || !OE || !isAes256(encrypt, get))
    throw new Unreadable(
      "paper/unknown-lock",
      "is locked in a way that is not read here",
      "unlock it with a program that can, such as qpdf --decrypt",
    );
  const tried = passwordBytes(password);
  const user = U.subarray(0, 48);
  const key = keyFrom(tried, U, UE, NOTHING) ?? keyFrom(tried, O, OE, user);
  if (key) return (bytes) => decrypted(key, bytes);
  if (password === undefined) throw new Unreadable("paper/locked", "is locked with a password");
  throw new Unreadable("paper/wrong-password", "is not opened by this password");
}

const NOTHING = new Uint8Array();

const bytesOf = (value: Value): Buffer | undefined =>
  isText(value) ? Buffer.from(value.bytes, "latin1") : undefined;

/** Whether strings and streams alike are encrypted with the one method that is read. */
function isAes256(encrypt: Dictionary, get: (value: Value | undefined) => Value): boolean {
  const methods = get(encrypt.get("CF"));
  return ["StmF", "StrF"].every((use) => {
    const name = get(encrypt.get(use));
    const method = isName(name) && isDictionary(methods) ? get(methods.get(name.name)) : null;
    const kind = isDictionary(method) ? get(method.get("CFM")) : null;
    return isName(kind) && kind.name === "AESV3";
  });
}

/** A password as it was prepared when the file was locked; one that could not lock anything opens nothing. */
function passwordBytes(password: string | undefined): Uint8Array {
  if (password === undefined || password === "") return NOTHING;
  const prepared = preparePassword(password, "the password");
  if (prepared.ok) return prepared.value;
  throw new Unreadable("paper/wrong-password", "is not opened by this password");
}

/** Algorithm 2.A: the file's key, when the password is the one that the entry was made with. */
function keyFrom(
  password: Uint8Array,
  entry: Buffer,
  packedKey: Buffer,
  user: Uint8Array,
): Buffer | undefined {
  if (entry.length < 48 || packedKey.length < 32) throw damaged("has a lock that is damaged");
  const [verifier, validation, forKey] = [
    entry.subarray(0, 32),
    entry.subarray(32, 40),
    entry.subarray(40, 48),
  ];
  if (!verifier.equals(hash(password, validation, user))) return undefined;
  const decipher = createDecipheriv("aes-256-cbc", hash(password, forKey, user), new Uint8Array(16));
  return decipher.setAutoPadding(false).update(packedKey.subarray(0, 32));
}

function decrypted(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 32 || bytes.length % 16 !== 0) throw damaged("holds encrypted data that is damaged");
  try {
    const decipher = createDecipheriv("aes-256-cbc", key, bytes.subarray(0, 16));
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
  } catch {
    throw damaged("holds encrypted data that is damaged");
  }
}
