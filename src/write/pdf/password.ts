import { type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";

/** The most bytes of a password that count (ISO 32000-2, 7.6.4.3.3). */
const MOST_BYTES = 127;

/**
 * A password as files are locked with: SASLprep (RFC 4013), so that the same characters typed on another keyboard open
 * it, in UTF-8. `what` names it in messages.
 */
export function preparePassword(typed: string, what: string): Outcome<Uint8Array> {
  const text = typed.replace(NOTHING, "").replace(SPACES, " ").normalize("NFKC");
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0)
    return wrong("encrypt/empty-password", `${what} is empty`, "it would keep nobody out");
  if (bytes.length > MOST_BYTES)
    return wrong(
      "encrypt/long-password",
      `${what} takes ${bytes.length} bytes`,
      `${MOST_BYTES} bytes are the most, about 40 Chinese characters`,
    );
  if (PROHIBITED.test(text) || !runsOneWay(text))
    return wrong(
      "encrypt/bad-password",
      `${what} holds characters that passwords may not have`,
      "control characters, private ones, or letters of both directions",
    );
  return success(bytes);
}

const wrong = (code: string, message: string, hint: string): Outcome<Uint8Array> =>
  failure([{ code, severity: "error", message, hint } satisfies Diagnostic]);

/** Tables of RFC 3454 that the profile names: B.1, and C.1.2. */
const NOTHING = /\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u00ad\u1806\u200b-\u200d\u2060\ufeff]/gu;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
/** C.2 to C.9: controls, private use, noncharacters, surrogates, changes of display, tags. */
const PROHIBITED =
  /[\u0340-\u0341]|[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\u06dd\u070f\u180e\u200c-\u200f\u2028-\u202e\u2060-\u2063\u206a-\u206f\u2ff0-\u2ffb\ufeff\ufff9-\ufffd\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/u;

const RIGHT_TO_LEFT = /[\u05be-\u07b1\ufb1d-\ufdfc\ufe70-\ufefc]/u;

/** Where there are letters from right to left, there are no others, and they stand at both ends (RFC 3454, 6). */
function runsOneWay(text: string): boolean {
  if (!RIGHT_TO_LEFT.test(text)) return true;
  const letters = [...text];
  const turned = (letter: string | undefined): boolean => letter !== undefined && RIGHT_TO_LEFT.test(letter);
  return (
    turned(letters[0]) &&
    turned(letters.at(-1)) &&
    letters.every((letter) => turned(letter) || !/\p{L}/u.test(letter))
  );
}
