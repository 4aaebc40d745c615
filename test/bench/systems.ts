import type { SetUp } from "./systems/system.ts";

/** Every system of the bench, loaded only where it is measured. The first is what the others are compared with us. */
export const SYSTEMS = {
  minutebook: async (lang) => (await import("./systems/minutebook.ts")).minutebook(lang),
  "minutebook-text": async (lang) => (await import("./systems/minutebook.ts")).minutebookText(lang),
  typst: async (lang) => (await import("./systems/typst.ts")).typst(lang),
  pdfkit: async (lang) => (await import("./systems/pdfkit.ts")).pdfkit(lang),
  pdfmake: async (lang) => (await import("./systems/pdfmake.ts")).pdfmake(lang),
  "react-pdf": async (lang) => (await import("./systems/react-pdf.ts")).reactPdf(lang),
  chromium: async (lang) => (await import("./systems/chromium.ts")).chromium(lang),
} as const satisfies Readonly<Record<string, SetUp>>;
export type SystemName = keyof typeof SYSTEMS;
export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[]; // keys of a literal
