/** The few words that a page needs and no document holds: names of its parts for readers who cannot see them. */
export interface Wording {
  readonly notes: string;
  readonly back: string;
  readonly table: string;
  readonly contents: string;
}

const ENGLISH: Wording = { notes: "Notes", back: "Back to the text", table: "Table", contents: "Contents" };
const WORDINGS: Readonly<Record<string, Wording>> = {
  en: ENGLISH,
  zh: { notes: "注释", back: "返回正文", table: "表格", contents: "目录" },
};

/** The words of a language; English where there are none. */
export const wording = (lang: string): Wording => WORDINGS[lang.split("-")[0] ?? lang] ?? ENGLISH;
