/**
 * A made-up meeting of any length, as YAML text: the same for the same size and language. Names and sentences are
 * put together from small lists, so nothing in it means anybody.
 */
export interface Size {
  readonly items: number;
  readonly attendees: number;
  readonly honorees: number;
}

/** About 3, 25 and 250 pages of minutes. */
export const SIZES = {
  S: { items: 3, attendees: 12, honorees: 8 },
  M: { items: 32, attendees: 60, honorees: 80 },
  L: { items: 330, attendees: 240, honorees: 400 },
} as const satisfies Record<string, Size>;

export function generateRecord(
  name: string,
  { items, attendees, honorees }: Size,
  lang: "en" | "zh",
): string {
  const random = seeded(items * 31 + attendees);
  const words = WORDS[lang];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // lists are not empty
  const sentence = (): string =>
    words.sentence(
      () => pick(words.things),
      () => pick(words.verbs),
      Math.floor(random() * 90) + 10,
    );
  const paragraph = (count: number): string =>
    Array.from({ length: count }, sentence).join(lang === "en" ? " " : "");
  const people = Array.from({ length: attendees }, (_, index) => ({
    id: `p${index + 1}`,
    name: `${pick(words.first)}${lang === "en" ? " " : ""}${pick(words.last)}`,
  }));
  const lines = [
    "schemaVersion: 1",
    `id: ${name}`,
    `languages: [${lang}]`,
    "profile: general",
    "organizations:",
    `  - { id: org, name: ${quoted(words.organization)}, kind: company }`,
    "bodies:",
    `  - { id: board, organization: org, name: ${quoted(words.body)}, kind: board }`,
    "people:",
    ...people.map(({ id, name: person }) => `  - { id: ${id}, name: ${quoted(person)} }`),
    "meeting:",
    `  title: ${quoted(words.title)}`,
    "  kind: regular",
    "  bodies: [board]",
    "sittings:",
    "  - { id: s1, body: board, start: 2026-03-12T09:00, end: 2026-03-12T17:30, timeZone: Europe/London, mode: onSite }",
    "attendees:",
    ...people.map(
      ({ id }, index) =>
        `  - { person: ${id}, class: present, role: ${index === 0 ? "chair" : index === 1 ? "secretary" : "member"} }`,
    ),
    "agenda:",
    ...Array.from({ length: items }, (_, index) => [
      `  - id: item-${index + 1}`,
      `    title: ${quoted(words.item(pick(words.things)))}`,
      "    kind: motion",
      "    summary:",
      ...Array.from({ length: 3 }, () => `      - ${quoted(paragraph(words.perParagraph))}`),
    ]).flat(),
    "motions:",
    ...Array.from({ length: items }, (_, index) => [
      `  - id: m-${index + 1}`,
      `    text: ${quoted(sentence())}`,
      "    mover: p3",
      "    seconder: p4",
      `    item: item-${index + 1}`,
      "    disposition: adopted",
    ]).flat(),
    "votes:",
    ...Array.from({ length: items }, (_, index) => [
      `  - on: { motion: m-${index + 1} }`,
      "    method: hands",
      "    base: cast",
      "    threshold: { num: 1, den: 2, strict: true }",
      `    counts: { for: ${attendees - 3}, against: 2, abstain: 1 }`,
    ]).flat(),
    "resolutions:",
    ...Array.from({ length: items }, (_, index) => [
      `  - id: r-${index + 1}`,
      `    no: "2026-${index + 1}"`,
      `    title: ${quoted(words.item(pick(words.things)))}`,
      `    text: ${quoted(sentence())}`,
      "    adoptedBy: board",
      `    motion: m-${index + 1}`,
      `    item: item-${index + 1}`,
    ]).flat(),
    "actions:",
    ...Array.from({ length: items }, (_, index) => [
      `  - no: A-${index + 1}`,
      `    text: ${quoted(sentence())}`,
      `    owner: p${(index % attendees) + 1}`,
      "    due: 2026-04-30",
      `    fromItem: item-${index + 1}`,
    ]).flat(),
    "awards:",
    `  - id: star`,
    `    title: ${quoted(words.award)}`,
    "    level: company",
    "    kind: individual",
    "    year: 2025",
    "    orderRule: asGiven",
    "    honorees:",
    ...Array.from(
      { length: honorees },
      (_, index) =>
        `      - { person: p${(index % attendees) + 1}, citation: ${quoted(sentence())}, stage: conferred }`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => JSON.stringify(text);

/** A small generator of pseudo-random numbers (mulberry32): the bench must measure the same text every time. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = {
  en: {
    organization: "Fernhill Example plc",
    body: "Board of Directors",
    title: "Meeting of the board",
    award: "Fernhill Star",
    perParagraph: 5,
    first: [
      "Ada",
      "Bruno",
      "Clara",
      "Dmitri",
      "Elif",
      "Farid",
      "Greta",
      "Hana",
      "Ivo",
      "Jun",
      "Kofi",
      "Lena",
    ],
    last: [
      "Abbott",
      "Bianchi",
      "Castell",
      "Drummond",
      "Eriksen",
      "Fujita",
      "Grant",
      "Huang",
      "Ibsen",
      "Jansen",
    ],
    things: [
      "the annual accounts",
      "the Portbury lease",
      "the safety review",
      "the pension scheme",
      "the freight contract",
      "the audit plan",
      "the works council",
      "the training budget",
    ],
    verbs: [
      "reviewed",
      "discussed",
      "noted the progress of",
      "asked for further evidence on",
      "confirmed the timetable of",
      "considered the risks of",
    ],
    item: (thing: string) => `Report on ${thing}`,
    sentence: (thing: () => string, verb: () => string, number: number) =>
      `The board ${verb()} ${thing()} and ${verb()} ${thing()}, with ${number} per cent of the measures complete at the end of the quarter.`,
  },
  zh: {
    organization: "蕨丘示例股份有限公司",
    body: "董事会",
    title: "董事会会议",
    award: "蕨丘之星",
    perParagraph: 5,
    first: ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"],
    last: ["明", "建国", "晓东", "文静", "芳", "志强", "雪梅", "海涛", "宇", "思远"],
    things: [
      "年度财务决算",
      "厂区租赁事项",
      "安全生产检查情况",
      "企业年金方案",
      "物流运输合同",
      "内部审计计划",
      "职工培训预算",
      "科技创新项目",
    ],
    verbs: ["审议了", "讨论了", "听取了", "研究了", "原则同意", "要求进一步完善"],
    item: (thing: string) => `关于${thing}的报告`,
    sentence: (thing: () => string, verb: () => string, number: number) =>
      `会议${verb()}${thing()}，${verb()}${thing()}，截至季度末已完成${number}%的措施。`,
  },
} as const;
