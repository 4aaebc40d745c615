import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { askSecretly } from "../../src/cli/ask.ts";

class Keyboard extends EventEmitter {
  readonly isTTY: boolean;
  raw = false;
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
}

async function typed(...keys: readonly string[]): Promise<[answer: string | undefined, shown: string]> {
  const keyboard = new Keyboard(true);
  let shown = "";
  const answer = askSecretly("password: ", keyboard, (text) => {
    shown += text;
  });
  expect(keyboard.raw).toBe(true);
  for (const key of keys) keyboard.emit("data", key);
  const given = await answer;
  expect(keyboard.raw).toBe(false);
  expect(keyboard.listenerCount("data")).toBe(0);
  return [given, shown];
}

it("a secret is taken up to the end of its line, and never shown", async () => {
  expect(await typed("se", "c", "ret\rmore")).toEqual(["secret", "password: \n"]);
});
it("mistakes are taken back by the character", async () => {
  expect(await typed("密吗\u007f码𠮷\u007f\n")).toEqual(["密码", "password: \n"]);
});
it("who stops gives none", async () => {
  expect(await typed("se\u0003")).toEqual([undefined, "password: \n"]);
});
it("nobody is asked where nobody sits", async () => {
  expect(await askSecretly("password: ", new Keyboard(false), () => expect.unreachable())).toBeUndefined();
});
