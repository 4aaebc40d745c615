import fc from "fast-check";
import { expect, it } from "vitest";
import { newPassword } from "../../src/cli/new-password.ts";

it("a password has twenty characters that nobody takes for one another, whatever chance gives", () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(247)), (bytes) => {
      const password = newPassword((size) => Uint8Array.from(bytes.take(size)));
      expect(password).toMatch(/^([2-9a-hjkmnp-z]{5}-){3}[2-9a-hjkmnp-z]{5}$/);
    }),
  );
});
it("no letter is likelier than another: bytes beyond the last whole round are passed over", () => {
  const bytes = Array.from({ length: 256 }, (_, index) => 255 - index);
  const password = newPassword((size) => Uint8Array.from(bytes.splice(0, size)));
  expect(password.replaceAll("-", "")).toBe("zyxwvutsrqpnmkjhgfed");
});
