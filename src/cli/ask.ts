/** A keyboard that can be read key by key. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
  setEncoding(encoding: "utf8"): unknown;
  on(event: "data", hear: (keys: string) => void): unknown;
  off(event: "data", hear: (keys: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const ENTER = /[\r\n\u0004]/u;
const ERASE = /[\u0008\u007f]/u;
const STOP = "\u0003";

/** Asks for a secret; what is typed is not shown. Undefined when nobody sits there, or when they stop. */
export function askSecretly(
  question: string,
  keyboard: Keyboard,
  say: (text: string) => void,
): Promise<string | undefined> {
  if (keyboard.isTTY !== true) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let typed: string[] = [];
    const end = (answer: string | undefined): void => {
      keyboard.off("data", hear);
      keyboard.setRawMode(false);
      keyboard.pause();
      say("\n");
      resolve(answer);
    };
    const hear = (keys: string): void => {
      for (const key of keys) {
        if (key === STOP || ENTER.test(key)) {
          end(key === STOP ? undefined : typed.join(""));
          return;
        }
        typed = ERASE.test(key) ? typed.slice(0, -1) : [...typed, key];
      }
    };
    say(question);
    keyboard.setEncoding("utf8");
    keyboard.setRawMode(true);
    keyboard.on("data", hear);
    keyboard.resume();
  });
}
