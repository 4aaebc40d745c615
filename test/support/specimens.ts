import type { Block, Document } from "../../src/document/model.ts";
import { doc, h, list, p, t, table } from "./blocks.ts";
import { figure, PICTURES } from "./pictures.ts";

const zh = <B extends Block>(block: B): B => ({ ...block, lang: "zh" });

/** A paper that has one of everything about which a PDF says something. */
export const RICH: Document = {
  ...doc([
    h(1, "top", "Minutes & more"),
    {
      kind: "paragraph",
      children: [
        t("Read the "),
        { kind: "link", href: "https://example.com/rules", children: [t("house rules")] },
        t(", see "),
        { kind: "reference", target: "actions", show: "number", text: "2" },
        t(" on page "),
        { kind: "reference", target: "actions", show: "page", text: "" },
        t(", and the note"),
        { kind: "footnote", number: 1, children: [t("It was read out.")] },
        t(" or the other"),
        { kind: "footnote", number: 2, children: [t("It was not.")] },
        t("; in Chinese, "),
        { kind: "span", lang: "zh", children: [t("会议纪要")] },
        t("."),
      ],
    },
    h(2, "business", "Business"),
    h(3, "motions", "Motions"),
    list(["The first.", "The second."], "decimal"),
    list(["Tea", "Cake"]),
    list(["Ann Ash", "Eve Elm", "Fay Fir"], "none", "names"),
    h(2, "actions", "Actions"),
    table(
      ["No.", "Action", "Due"],
      Array.from({ length: 60 }, (_, i) => [`${i + 1}`, "To be done", "30 April"]),
    ),
    figure("plan.svg", "The plan."),
    { kind: "facts", rows: [{ label: [t("Place")], children: [p("Village hall")] }] },
    { kind: "box", role: "resolution", children: [p("Resolved that the pond be cleaned.")] },
    { kind: "columns", columns: [[p("Left")], [p("Right")]] },
    zh(p("这一段是中文。")),
    { kind: "signatures", signatories: [{ name: [t("Ann Ash")], fields: [[t("Date")]] }] },
  ]),
  title: "Minutes & more <draft>",
  pictures: PICTURES,
  running: [
    { at: "head-start", pages: "all", children: [t("The garden club")] },
    {
      at: "foot-end",
      pages: "all",
      children: [t("Page "), { kind: "pageNumber" }, t(" of "), { kind: "pageCount" }],
    },
  ],
};
