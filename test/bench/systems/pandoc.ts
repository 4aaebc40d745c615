import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { program, scratch } from "../scratch.ts";
import { htmlOf } from "./html.ts";
import type { System } from "./system.ts";

/** pandoc from HTML, a process for each paper: without page numbers or the look of boxes and tables. */
export async function pandoc(): Promise<System> {
  const command = program("pandoc");
  const file = join(scratch("pandoc"), `${process.pid}.docx`);
  return {
    make: (meeting) => {
      const args = ["--from", "html", "--to", "docx", "--output", file];
      const { status, stderr } = spawnSync(command, args, { input: htmlOf(meeting), encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      return readFileSync(file);
    },
  };
}
