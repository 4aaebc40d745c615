import { stated } from "../fact.ts";
import { byId } from "../index-by.ts";
import type { Language } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { type Finding, isOurs, languagesIn, type Matter, nameOf, wordingsIn, words } from "./finding.ts";
import { wordingsOf } from "./texts.ts";

/** Whether words and marks are as print wants them. Words of a source are left alone, whatever they look like. */
export const lintLanguage = (matter: Matter): readonly Finding[] => [
  ...quotationMarks(matter),
  ...balancedQuotes(matter.record),
  ...narratedQuotes(matter.record),
  ...missingWordings(matter),
  ...missingNames(matter),
  ...punctuation(matter),
  ...praise(matter),
  ...nationalNames(matter.record),
];

// ---- quotation marks

/** Marks in pairs. Single curly marks are left out: the closing one is also the apostrophe. */
const PAIRS: Readonly<Record<string, string>> = {
  "“": "”",
  "「": "」",
  "『": "』",
  "《": "》",
  "〈": "〉",
  "«": "»",
};
const CLOSING = new Set(Object.values(PAIRS));
const ANY_MARK = new RegExp(['"', ...Object.keys(PAIRS), ...CLOSING].join("|"), "u");

/** What is wrong with the quotation marks of a text, in a few words; undefined if nothing is. */
export function unbalanced(text: string): string | undefined {
  if (!ANY_MARK.test(text)) return undefined; // most texts
  const open: string[] = [];
  for (const mark of text) {
    const partner = PAIRS[mark];
    if (partner !== undefined) open.push(partner);
    else if (CLOSING.has(mark) && open.pop() !== mark) return `${mark} closes nothing that is open`;
  }
  if (open.length > 0) return `${open.at(-1)} is missing`;
  // Straight marks after a figure may be inches.
  const straight = text.replaceAll(/\d"/g, "").split('"').length - 1;
  return straight % 2 === 1 ? 'one " has no partner' : undefined;
}

const quotationMarks = ({ record, texts }: Matter): readonly Finding[] =>
  texts.filter(isOurs).flatMap((one) =>
    wordingsOf(one, record.languages[0] ?? "en").flatMap(({ wording }): readonly Finding[] => {
      const wrong = unbalanced(wording);
      if (wrong === undefined) return [];
      const message = `the quotation marks do not pair: ${wrong}`;
      return [{ code: "record/unbalanced-quotation-marks", severity: "warning", message, path: one.path }];
    }),
  );

function balancedQuotes({ speeches }: MeetingRecord): readonly Finding[] {
  return speeches.flatMap(({ quotes }, i) =>
    quotes.flatMap(({ text, balanced }, j): readonly Finding[] => {
      const wrong = balanced === true ? wordingsIn(text).map(unbalanced).find(Boolean) : undefined;
      if (wrong === undefined) return [];
      return [
        {
          code: "record/quote-not-balanced",
          severity: "error",
          message: `the quote is marked as balanced, but ${wrong}`,
          path: ["speeches", i, "quotes", j, "text"],
          hint: "the words of a source are not to be mended: write balanced: false",
        },
      ];
    }),
  );
}

// ---- reported speech in quotation marks

const FIRST_PERSON = /\b(i|we|our|ours|us|my|me|let's)\b|我|咱/iu;
const NARRATION =
  /\b(he|she)\s+(said|stressed|stated|noted|added|pointed out|emphasi[sz]ed|hoped|called)\b|(他|她|其)(指出|强调|表示|认为|要求)/iu;
const ABOUT_ITSELF =
  /^(it|he|she|they|the company)\s+(made|has|have|had|was|were|deserves?)\b|\bdeserves? recognition\b/iu;

/** Quotes marked as somebody's very words that tell about the speaker instead. */
function narratedQuotes(record: MeetingRecord): readonly Finding[] {
  return record.speeches.flatMap(({ by, quotes }, i) => {
    const speaker = byId(record.people, stated(by)?.person);
    const names = speaker ? [stated(speaker.name.zh), speaker.name.en, speaker.name.latin] : [];
    return quotes.flatMap(({ text, exact }, j): readonly Finding[] => {
      if (!exact) return [];
      const isNarrated = wordingsIn(text).some((wording) => {
        if (names.some((name) => name !== undefined && wording.includes(name))) return true;
        return NARRATION.test(wording) || (ABOUT_ITSELF.test(wording) && !FIRST_PERSON.test(wording));
      });
      if (!isNarrated) return [];
      return [
        {
          code: "record/narrated-quote",
          severity: "warning",
          message: "these are said to be the speaker's very words, but they tell about the speaker",
          path: ["speeches", i, "quotes", j],
          hint: "write exact: false; reported speech takes no quotation marks",
        },
      ];
    });
  });
}

// ---- translations

/** Lists whose texts are notes among editors or words of others, and are not printed in translation. */
const UNTRANSLATED: ReadonlySet<string> = new Set([
  "sources",
  "issues",
  "reviews",
  "revisions",
  "quotes",
  "aliases",
  "postNominals",
  "keywords",
  "agency",
]);

const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;

/** Whether a text reads the same in a language without being translated: a figure, a sign, its own script. */
function needsNoTranslation(wording: string, language: Language): boolean {
  if (!/\p{L}/u.test(wording)) return true;
  return language === "zh" ? HAN.test(wording) && !LATIN.test(wording) : !HAN.test(wording);
}

function missingWordings({ record, texts, lang }: Matter): readonly Finding[] {
  const main = record.languages[0] ?? "en";
  return languagesIn(lang).flatMap((language): readonly Finding[] => {
    const missing = texts.filter(({ text, path }) => {
      if (path.some((step) => typeof step === "string" && UNTRANSLATED.has(step))) return false;
      if (typeof text !== "string") return text[language] === undefined;
      return language !== main && !needsNoTranslation(text, language);
    });
    if (record.languages.includes(language)) {
      return missing.map(({ text, path }) => ({
        code: "record/missing-translation",
        severity: "warning",
        message: `${words(text)} has no ${language} wording`,
        path,
        hint: `write {${main}: …, ${language}: …}`,
      }));
    }
    if (missing.length === 0) return [];
    return [
      {
        code: "record/language-not-in-record",
        severity: "warning",
        message: `the record is not in ${language}; ${missing.length === 1 ? "one text is" : `${missing.length} texts are`} printed in ${main}`,
        path: ["languages"],
        hint: `add ${language} to languages to be told of each`,
      },
    ];
  });
}

/** Names are never made from another script, so each language prints what the record has. */
function missingNames({ record, lang }: Matter): readonly Finding[] {
  const wanted = languagesIn(lang);
  if (!record.languages.some((language) => wanted.includes(language))) return [];
  return record.people.flatMap(({ id, name }, i): readonly Finding[] => {
    const hasLatin = name.en !== undefined || name.latin !== undefined;
    // A name that was never Chinese needs no Chinese form: only a record that gives some names both forms shows that it wants them.
    const lacksZh = wanted.includes("zh") && name.zh === undefined && givesChineseNames(record);
    const lacksEn = wanted.includes("en") && !hasLatin;
    if (!lacksZh && !lacksEn) return [];
    return [
      {
        code: "record/missing-name-form",
        severity: "warning",
        message: `${nameOf(record, id)} has no name in ${lacksZh ? "Chinese characters" : "Latin letters"}`,
        path: ["people", i, "name"],
        hint: "ask for it; it cannot be derived from the other form",
      },
    ];
  });
}

const givesChineseNames = (record: MeetingRecord): boolean =>
  record.people.some(({ name }) => name.zh !== undefined) || record.languages[0] === "zh";

// ---- house style, in our own sentences only

/** Half-width marks after a Han character, where the text is Chinese; brackets and slashes are left to taste. */
const HALF_AFTER_HAN = /\p{Script=Han}([,;:?!]|\.(?=\s|$|\p{Script=Han}))/u;
const FULL_AFTER_LATIN = /[A-Za-z]([，。；：？！])/u;

const punctuation = ({ record, texts }: Matter): readonly Finding[] =>
  texts.filter(isOurs).flatMap((one) =>
    wordingsOf(one, record.languages[0] ?? "en").flatMap(({ wording }): readonly Finding[] => {
      const isChinese = HAN.test(wording);
      const found = (isChinese ? HALF_AFTER_HAN : FULL_AFTER_LATIN).exec(wording)?.[1];
      if (found === undefined) return [];
      return [
        {
          code: "record/mixed-punctuation",
          severity: "warning",
          message: isChinese
            ? `the half-width mark ${found} stands in a Chinese sentence`
            : `the full-width mark ${found} stands in an English sentence`,
          path: one.path,
        },
      ];
    }),
  );

/** Words that judge where minutes should report. */
const PRAISE =
  /\b(outstanding|excellent|tremendous|remarkable|brilliant|wonderful|inspiring|fruitful|glorious|magnificent)(?:ly)?\b|圆满|辉煌|卓越|热烈|丰硕|令人鼓舞|精彩纷呈|高度赞扬/iu;

/** Where minutes speak in their own voice. Speeches, citations and briefs may praise, for there it is somebody's. */
const OWN_VOICE: readonly (readonly [list: string, field: string])[] = [
  ["agenda", "summary"],
  ["decisions", "text"],
  ["meeting", "summary"],
];

function praise({ texts, documents, profile }: Matter): readonly Finding[] {
  if (profile.layout.praise === "keep" || !documents.includes("minutes")) return [];
  return texts.flatMap(({ text, path }): readonly Finding[] => {
    const isOwnVoice = OWN_VOICE.some(([list, field]) => path[0] === list && path.includes(field));
    const found = isOwnVoice
      ? wordingsIn(text)
          .map((wording) => PRAISE.exec(wording)?.[0])
          .find(Boolean)
      : undefined;
    if (found === undefined) return [];
    return [
      {
        code: "record/praise",
        severity: "note",
        message: `“${found}” praises, where minutes report`,
        path,
        hint: "leave it to a speaker, or to the brief",
      },
    ];
  });
}

const NATIONAL = /^(?:国家|中国|全国)|^(?:national|china|chinese|all-china)\b/iu;

/** Award names that sound national need an approval, which would be the paper the award rests on. */
const nationalNames = ({ awards }: MeetingRecord): readonly Finding[] =>
  awards.flatMap(({ title, basisDocument, level }, i): readonly Finding[] => {
    const isNational = wordingsIn(title).some((wording) => NATIONAL.test(wording));
    if (!isNational || basisDocument !== undefined || level === "national") return [];
    return [
      {
        code: "record/national-award-name",
        severity: "warning",
        message: `${words(title)} sounds like an award of the state, which needs approval`,
        path: ["awards", i, "title"],
        hint: "name the approval under basisDocument, or another title",
      },
    ];
  });
