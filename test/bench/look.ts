import { createRequire } from "node:module";
import { type ActionState, inWords, type Lang, type Meeting, type Presence, type Run } from "./meeting.ts";
import { HONORS } from "./record.ts";

/**
 * The one look that every system is asked for: A4, ragged right, no hyphenation, tables with rules between their
 * rows, a resolution behind a rule. `templates/` has the same for ours. Lengths in points.
 */

const { resolve } = createRequire(import.meta.url);
const face = (name: string, file: string): string => resolve(`@expo-google-fonts/${name}/${file}`);

export interface Face {
  readonly family: string;
  readonly regular: string;
  readonly bold: string;
  /** Ascent, descent and line gap together, in em: what systems take for a line when nothing is said. */
  readonly natural: number;
}

export const FONTS = {
  en: {
    family: "Source Serif 4",
    regular: face("source-serif-4", "400Regular/SourceSerif4_400Regular.ttf"),
    bold: face("source-serif-4", "700Bold/SourceSerif4_700Bold.ttf"),
    natural: 1.371,
  },
  zh: {
    family: "Noto Serif SC",
    regular: face("noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf"),
    bold: face("noto-serif-sc", "700Bold/NotoSerifSC_700Bold.ttf"),
    natural: 1.437,
  },
} as const satisfies Record<Lang, Face>;

export const PAGE = { width: 595.28, height: 841.89, margin: 72, head: 40, foot: 48 } as const;
export const MEASURE = PAGE.width - 2 * PAGE.margin;
/** Baseline to baseline, in em. */
export const LEADING = 1.5;
export const TEXT_SIZE = { title: 20, part: 15, item: 12.5, body: 10.5, table: 9, small: 8.5 } as const;
export const GAP = { paragraph: 6, block: 10, cellY: 3, cellX: 4, box: 8, bullet: 14 } as const;
export const RULE = { row: 0.5, box: 1.5, color: "#999999", boxColor: "#1f3a5f" } as const;

/** Widths of columns; they add up to the measure. */
export const COLUMNS = {
  attendance: [140, 236.28, 75],
  votes: [256.28, 55, 65, 75],
  actions: [34, 190.28, 95, 80, 52],
  honors: [115, 110, 226.28],
} as const;

interface Labels {
  readonly meeting: string;
  readonly held: string;
  readonly at: string;
  readonly convened: string;
  readonly attendance: string;
  readonly proceedings: string;
  readonly resolved: string;
  /** Around the number of the page and the number of pages. */
  readonly page: readonly [string, string, string];
  readonly attendanceHead: readonly string[];
  readonly votesHead: readonly string[];
  readonly actionsHead: readonly string[];
  readonly honorsHead: readonly string[];
  readonly presence: Readonly<Record<Presence, string>>;
  readonly state: Readonly<Record<ActionState, string>>;
}

/** `templates/wording` has the same words for ours. */
export const LABELS = {
  en: {
    meeting: "Meeting of ",
    held: "Held on ",
    at: " at ",
    convened: "Convened by ",
    attendance: "Attendance",
    proceedings: "Proceedings",
    resolved: "Resolved: ",
    page: ["Page ", " of ", ""],
    attendanceHead: ["Name", "Office", "Status"],
    votesHead: ["Motion", "For", "Against", "Abstained"],
    actionsHead: ["No.", "Action", "Owner", "Due", "Status"],
    honorsHead: ["Name", "Award", "Citation"],
    presence: { present: "Present", remote: "Remote", apologies: "Apologies" },
    state: { open: "Open", carried: "In progress", done: "Done", overdue: "Overdue" },
  },
  zh: {
    meeting: "会议：",
    held: "时间：",
    at: "　地点：",
    convened: "召集：",
    attendance: "出席名单",
    proceedings: "议程与决议",
    resolved: "决议：",
    page: ["第 ", " 页，共 ", " 页"],
    attendanceHead: ["姓名", "职务", "状态"],
    votesHead: ["议案", "赞成", "反对", "弃权"],
    actionsHead: ["序号", "事项", "负责人", "期限", "状态"],
    honorsHead: ["姓名", "奖项", "事迹"],
    presence: { present: "出席", remote: "线上", apologies: "请假" },
    state: { open: "待办", carried: "进行中", done: "已完成", overdue: "逾期" },
  },
} as const satisfies Record<Lang, Labels>;

export type Block =
  | { readonly kind: "title" | "part" | "item"; readonly text: string }
  | { readonly kind: "line"; readonly text: string; readonly bold: boolean }
  | { readonly kind: "paragraph"; readonly runs: readonly Run[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "box"; readonly label: string; readonly text: string }
  | {
      readonly kind: "table";
      readonly widths: readonly number[];
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** The meeting as a flat list of blocks: the same order and the same words that our template prints. */
export function blocksOf(meeting: Meeting): readonly Block[] {
  const { lang } = meeting;
  const label = LABELS[lang];
  const table = (
    widths: readonly number[],
    head: readonly string[],
    rows: readonly (readonly string[])[],
  ): Block => ({ kind: "table", widths, head, rows });
  const attendance = meeting.attendees.map(({ name, office, presence }) => [
    name,
    office,
    label.presence[presence],
  ]);
  const honors = meeting.honorees.map(({ name, award, citation }) => [name, award, citation]);
  return [
    { kind: "title", text: meeting.title },
    { kind: "line", text: `${label.meeting}${meeting.body}`, bold: false },
    {
      kind: "line",
      text: `${label.held}${inWords(meeting.date, lang)}${label.at}${meeting.place}`,
      bold: false,
    },
    { kind: "line", text: footOf(meeting), bold: true },
    { kind: "part", text: label.attendance },
    table(COLUMNS.attendance, label.attendanceHead, attendance),
    { kind: "part", text: label.proceedings },
    ...meeting.items.flatMap((item, index): readonly Block[] => {
      const votes = item.votes.map((vote) => [
        vote.motion,
        String(vote.for),
        String(vote.against),
        String(vote.abstain),
      ]);
      const actions = item.actions.map(({ no, task, owner, due, state }) => [
        no,
        task,
        owner,
        inWords(due, lang),
        label.state[state],
      ]);
      return [
        { kind: "item", text: `${index + 1}. ${item.title}` },
        ...item.paragraphs.map((runs): Block => ({ kind: "paragraph", runs })),
        { kind: "list", items: item.points },
        { kind: "box", label: label.resolved, text: item.resolution },
        table(COLUMNS.votes, label.votesHead, votes),
        ...(actions.length > 0 ? [table(COLUMNS.actions, label.actionsHead, actions)] : []),
      ];
    }),
    { kind: "part", text: HONORS[lang] },
    table(COLUMNS.honors, label.honorsHead, honors),
  ];
}

/** What stands at the head and at the foot of every page; beside the foot the page number of how many. */
export const headOf = ({ body, date, lang }: Meeting): string => `${body} — ${inWords(date, lang)}`;
export const footOf = ({ convenor, lang }: Meeting): string => `${LABELS[lang].convened}${convenor}`;
export const pageOf = (lang: Lang, page: number | string, pages: number | string): string => {
  const [before, between, after] = LABELS[lang].page;
  return `${before}${page}${between}${pages}${after}`;
};
