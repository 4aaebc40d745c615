import { type Report, reportOf } from "../../src/distribute/report.ts";
import { STATES } from "../../src/distribute/state.ts";

const AT = Date.UTC(2026, 2, 14, 9, 30);

/** A report in which everything has happened to somebody, over more than a page. */
export function everyState(people = 40): Report {
  const rows = Array.from({ length: people }, (_, index) => {
    const state = STATES[index % STATES.length] ?? "sent";
    const spooled = state !== "planned" && state !== "skipped";
    return {
      id: `${index}`.padStart(64, "0"),
      distributionId: "board.2",
      sender: "office@example.com",
      personId: `p${index}`,
      name: NAMES[index % NAMES.length] ?? "",
      address: state === "skipped" ? null : `person.${index}@example.org`,
      kind: "letter",
      channel: (["email", "email", "folder", "print"] as const)[index % 4] ?? "email",
      fileName: `p${index}.eml`,
      files: PAPERS.slice(index % 4),
      contentHash: "c".repeat(64),
      bytesHash: spooled ? index.toString(16).padStart(64, "b") : null,
      size: spooled ? 1000 : null,
      messageId: `<${index}@example.com>`,
      serial: index + 1,
      state,
      attempt: spooled ? 1 : 0,
      crossingAttempt: null,
      nextAt: AT,
      firstAt: AT,
      lastCode: 250,
      lastReply: index % 3 === 0 ? "" : `250 2.0.0 <ok> & queued as ${"ABCDEF0123456789".repeat(index % 9)}`,
      updated: AT + index * 61_000,
    };
  });
  const distribution = {
    id: "board.2",
    recordId: "board",
    revision: 2,
    trial: false,
    title: "Meeting of the <Board> & Friends",
    held: "2026-03-12/2026-03-13",
    recordDigest: "d".repeat(64),
    planHash: "e".repeat(64),
    created: AT,
    paused: null,
  };
  return reportOf(distribution, rows);
}

const PAPERS = ["minutes.docx", "minutes.pdf", "brief.pdf"].map((name, index) => ({
  name: `board-${name}`,
  size: `${index + 20} kB`,
  sha256: `${index}f`.repeat(32),
}));

const NAMES = [
  "Ada Quill",
  "欧阳明远",
  '=HYPERLINK("x")',
  "<b>Levi</b> & Sons",
  "Åsa Öberg-Nuñez",
  "דוד לוי",
];
