import { expect, it } from "vitest";
import { preparePassword } from "../../../src/write/pdf/password.ts";

const prepared = (typed: string): string => {
  const password = preparePassword(typed, "the password");
  return password.ok ? new TextDecoder().decode(password.value) : (password.diagnostics[0]?.code ?? "");
};

// The examples of RFC 4013, section 3, and what people type.
it.each([
  ["I\u00adX", "IX"],
  ["user", "user"],
  ["USER", "USER"],
  ["ª", "a"],
  ["Ⅸ", "IX"],
  ["\u0007", "encrypt/bad-password"],
  ["\u0627\u0031", "encrypt/bad-password"],
  ["密码", "密码"],
  ["ｐａｓｓ　ｗｏｒｄ", "pass word"],
  ["e\u0301", "é"],
  ["a\u200bb\ufeff", "ab"],
  ["\u0627\u0031\u0628", "\u0627\u0031\u0628"],
  ["\u0627a\u0628", "encrypt/bad-password"],
  ["\ue000", "encrypt/bad-password"],
  ["", "encrypt/empty-password"],
  ["\u00ad", "encrypt/empty-password"],
  ["x".repeat(127), "x".repeat(127)],
  ["x".repeat(128), "encrypt/long-password"],
  ["密".repeat(43), "encrypt/long-password"],
])("%j becomes %j", (typed, expected) => {
  expect(prepared(typed)).toBe(expected);
});
