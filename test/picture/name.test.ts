import { describe, expect, it } from "vitest";
import { PICTURE_NAME } from "../../src/picture/name.ts";

describe("the name of a picture", () => {
  it.each(["a.png", "plan.svg", "pictures/East wing, 2026.JPG", "图/平面图.jpeg", "a.b/c.d.png"])(
    "may be %s",
    (name) => {
      expect(PICTURE_NAME.test(name)).toBe(true);
    },
  );
  it.each([
    "",
    "a",
    "a.gif",
    ".png",
    "/a.png",
    "a//b.png",
    "./a.png",
    "../a.png",
    "a/../b.png",
    "a/..b.png",
    ".hidden/a.png",
    "a/.hidden.png",
    "C:a.png",
    "C:\\a.png",
    "a\\b.png",
    "https://example.org/a.png",
    "//example.org/a.png",
    "data:image/png;base64,a.png",
    "file:a.png",
    "a%2e%2e/b.png",
    "a.png\0.png",
    "a.png?b.png",
    "a /b.png",
    "a./b.png",
    " a.png",
    "a.png ",
    "a\n.png",
  ])("may not be %j", (name) => {
    expect(PICTURE_NAME.test(name)).toBe(false);
  });
});
