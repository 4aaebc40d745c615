import { describe, expect, it } from "vitest";
import type { Audience } from "../src/artefact.ts";
import { openResources } from "../src/files.ts";
import type { Options } from "../src/pipeline/options.ts";
import { generate } from "../src/pipeline.ts";
import { readPdf } from "./support/read-pdf.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;

const RECORD = `schemaVersion: 1
id: council-2026-05
languages: [en]
status: final
confidentiality: internal
people:
  - { id: ash, name: Ann Ash }
  - { id: elm, name: Eve Elm, public: false }
meeting: { title: May meeting, kind: regular }
sittings: [{ start: 2026-05-04, mode: onSite }]
attendees: [{ person: ash, role: chair, class: present }, { person: elm, role: member, class: present }]
agenda:
  - { id: roads, title: Roads, summary: [The High Street is to be mended.] }
  - { id: staff, title: A complaint, closedTitle: The complaint of the porter, publicTitle: Staff matter, public: false, summary: [It was upheld.], confidentiality: { level: internal, ground: Rule 12 } }
decisions: [{ text: The porter is to be paid., item: staff }]
`;

async function papers(options: Options, text = RECORD) {
  const made = await generate({ text, file: "r.yaml" }, { documents: ["minutes"], ...options }, resources);
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("; "));
  return made.value;
}
const textFor = async (audience?: Audience): Promise<string> => {
  const [only] = await papers({ formats: ["txt"], ...(audience && { audience }) });
  return new TextDecoder().decode(only?.bytes).replace(/\s+/g, " ");
};

describe("a paper for an audience", () => {
  it("says all to those who may see all, under the title that is theirs", async () => {
    const text = await textFor();
    expect(text).toContain("The complaint of the porter");
    expect(text).toContain("It was upheld");
    expect(text).toContain("Internal");
  });
  it("says to the public that an item is closed, on what ground, and that this is the public version", async () => {
    const text = await textFor("public");
    expect(text).toContain("Staff matter");
    expect(text).toContain("The item is closed to the readers of this paper: Rule 12.");
    expect(text).toContain("name withheld");
    expect(text).toContain("public version");
    expect(text).not.toMatch(/upheld|porter|complaint|Elm|Internal/);
  });
  it("carries nothing else inside, and is made again from what it carries", async () => {
    const [pdf] = await papers({ formats: ["pdf"], audience: "public" });
    expect(pdf?.name).toBe("council-2026-05-minutes-public.pdf");
    expect(pdf?.audience).toBe("public");
    const { attachments } = readPdf(pdf?.bytes ?? new Uint8Array());
    const inside = new TextDecoder().decode(attachments[0]?.bytes);
    expect(inside).toContain("High Street");
    expect(inside).not.toMatch(/upheld|porter|complaint|lm\b/i);
    const [again] = await papers({ formats: ["pdf"] }, inside);
    expect(again?.sha256).toBe(pdf?.sha256);
  });
  it("cannot be made for more than its record is for", async () => {
    const [paper] = await papers({ formats: ["pdf"], audience: "public" });
    const { attachments } = readPdf(paper?.bytes ?? new Uint8Array());
    const text = new TextDecoder().decode(attachments[0]?.bytes);
    const made = await generate({ text, file: "r.json" }, { audience: "member" }, resources);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(["library/audience-too-wide"]);
  });
});
