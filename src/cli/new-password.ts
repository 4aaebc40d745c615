/** Letters and digits that nobody takes for one another, on paper or over the telephone. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A password of 20 characters, about 99 bits, in groups that can be read out. `random` gives so many bytes. */
export function newPassword(random: (size: number) => Uint8Array): string {
  let characters = "";
  while (characters.length < GROUPS * GROUP_LENGTH) {
    for (const byte of random(32)) {
      // what is left over above the last whole round of the alphabet would favour its first letters
      if (byte < 256 - (256 % ALPHABET.length)) characters += ALPHABET[byte % ALPHABET.length];
    }
  }
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    characters.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH),
  );
  return groups.join("-");
}
