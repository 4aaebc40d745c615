import { chromium as browserType } from "playwright-core";
import type { Lang } from "../meeting.ts";
import { fontConfig, program } from "../scratch.ts";
import { htmlOf } from "./html.ts";
import type { System } from "./system.ts";

/** Chromium's print to PDF. The browser is started beforehand: only a cold run pays for that. */
export async function chromium(lang: Lang): Promise<System> {
  const browser = await browserType.launch({
    executablePath: program("chromium"),
    args: ["--no-sandbox"],
    env: { ...process.env, FONTCONFIG_FILE: fontConfig(lang) },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  return {
    make: async (meeting) => {
      await page.setContent(htmlOf(meeting));
      return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: false });
    },
    close: () => browser.close(),
  };
}
