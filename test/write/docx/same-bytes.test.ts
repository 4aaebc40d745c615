import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { SPECIMENS } from "./specimens.ts";

const SCRIPT = fileURLToPath(new URL("../../support/docx-digest.ts", import.meta.url));

const digests = (environment: Readonly<Record<string, string>>): readonly string[] =>
  execFileSync(process.execPath, [SCRIPT], { env: { ...process.env, ...environment }, encoding: "utf8" })
    .trim()
    .split("\n");

it("gives the same bytes in every time zone, language and number of threads", () => {
  const here = digests({ TZ: "UTC", LANG: "C.UTF-8", UV_THREADPOOL_SIZE: "4" });
  const there = digests({
    TZ: "Pacific/Auckland",
    LANG: "tr_TR.UTF-8",
    LC_ALL: "tr_TR.UTF-8",
    UV_THREADPOOL_SIZE: "1",
  });
  expect(here).toHaveLength(SPECIMENS.length);
  expect(there).toEqual(here);
  expect(new Set(here).size).toBe(SPECIMENS.length);
}, 60_000);
