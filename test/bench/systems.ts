import type { SetUp } from "./systems/system.ts";

/** Every system of the bench, loaded only where it is measured. Those that make Word files say so in their names. */
export const SYSTEMS = {
  minutebook: async (lang) => (await import("./systems/minutebook.ts")).minutebook(lang),
  "minutebook-text": async (lang) => (await import("./systems/minutebook.ts")).minutebookText(lang),
  typst: async (lang) => (await import("./systems/typst.ts")).typst(lang),
  pdfkit: async (lang) => (await import("./systems/pdfkit.ts")).pdfkit(lang),
  pdfmake: async (lang) => (await import("./systems/pdfmake.ts")).pdfmake(lang),
  "react-pdf": async (lang) => (await import("./systems/react-pdf.ts")).reactPdf(lang),
  chromium: async (lang) => (await import("./systems/chromium.ts")).chromium(lang),
  "minutebook-docx": async (lang) => (await import("./systems/minutebook.ts")).minutebook(lang, "docx"),
  "raw-docx": async () => (await import("./systems/docx.ts")).rawDocx(),
  "docxtemplater-docx": async (lang) => (await import("./systems/docxtemplater.ts")).docxtemplater(lang),
  "pandoc-docx": async () => (await import("./systems/pandoc.ts")).pandoc(),
} as const satisfies Readonly<Record<string, SetUp>>;
export type SystemName = keyof typeof SYSTEMS;
export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[]; // keys of a literal

export const formatOf = (system: string): "pdf" | "docx" => (system.endsWith("-docx") ? "docx" : "pdf");
