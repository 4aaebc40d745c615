import { Packer } from "docx";
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import { COLUMNS, footOf, GAP, headOf, LABELS } from "../look.ts";
import { inWords, type Lang, type Meeting } from "../meeting.ts";
import { HONORS } from "../record.ts";
import { box, documentOf, heading, paragraph, point, table, words } from "./docx.ts";
import type { System } from "./system.ts";

/** A Word file made once, with tags in it as a person would type them, filled in for each meeting. */
export async function docxtemplater(lang: Lang): Promise<System> {
  const template = await templateOf(lang);
  return {
    make: (meeting) => {
      const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
      document.render(dataOf(meeting));
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    },
  };
}

function dataOf(meeting: Meeting): object {
  const { lang } = meeting;
  const label = LABELS[lang];
  return {
    ...meeting,
    date: inWords(meeting.date, lang),
    head: headOf(meeting),
    foot: footOf(meeting),
    attendees: meeting.attendees.map((one) => ({ ...one, presence: label.presence[one.presence] })),
    items: meeting.items.map((item, index) => ({
      ...item,
      title: `${index + 1}. ${item.title}`,
      hasActions: item.actions.length > 0,
      actions: item.actions.map((one) => ({
        ...one,
        due: inWords(one.due, lang),
        state: label.state[one.state],
      })),
    })),
  };
}

async function templateOf(lang: Lang): Promise<Uint8Array> {
  const label = LABELS[lang];
  const line = (text: string, bold = false) => paragraph(words(text, bold));
  /** A table with a row for each entry of a list: the loop opens in the first cell and ends in the last. */
  const rows = (
    list: string,
    widths: readonly number[],
    head: readonly string[],
    fields: readonly string[],
  ) => {
    const cells = fields.map((field) => `{${field}}`);
    cells[0] = `{#${list}}${cells[0]}`;
    cells[cells.length - 1] = `${cells.at(-1)}{/${list}}`;
    return table({ widths, head, rows: [cells] });
  };
  const runs = [
    ...words("{#.}{#bold}"),
    ...words("{text}", true),
    ...words("{/bold}{^bold}{text}{/bold}{/.}"),
  ];
  return Packer.toBuffer(
    documentOf(lang, "{title}", "{head}", "{foot}", [
      heading("{title}", "title"),
      line(`${label.meeting}{body}`),
      line(`${label.held}{date}${label.at}{place}`),
      line("{foot}", true),
      heading(label.attendance, "part"),
      ...rows("attendees", COLUMNS.attendance, label.attendanceHead, ["name", "office", "presence"]),
      heading(label.proceedings, "part"),
      line("{#items}"),
      heading("{title}", "item"),
      line("{#paragraphs}"),
      paragraph(runs, { after: GAP.paragraph }),
      line("{/paragraphs}"),
      line("{#points}"),
      point("{.}", false),
      line("{/points}"),
      box(label.resolved, "{resolution}"),
      ...rows("votes", COLUMNS.votes, label.votesHead, ["motion", "for", "against", "abstain"]),
      line("{#hasActions}"),
      ...rows("actions", COLUMNS.actions, label.actionsHead, ["no", "task", "owner", "due", "state"]),
      line("{/hasActions}"),
      line("{/items}"),
      heading(HONORS[lang], "part"),
      ...rows("honorees", COLUMNS.honors, label.honorsHead, ["name", "award", "citation"]),
    ]),
  );
}
