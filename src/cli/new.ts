import { existsSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { RECORD_SCHEMA } from "../files.ts";
import type { Request } from "./args.ts";
import { EXIT, type Io } from "./io.ts";
import { safe } from "./report.ts";

/** Puts a commented record where there is none yet. */
export async function newRecord(request: Request, io: Io): Promise<number> {
  const file = request.arguments[0] ?? "meeting.yaml";
  if (existsSync(file)) return refuse(io, `${file} is already there and is not overwritten`);
  const today = new Date(io.now()).toISOString().slice(0, 10);
  try {
    writeFileSync(file, starterRecord(idOf(file), today, schemaFor(file)), { flag: "wx" });
  } catch (error) {
    return refuse(io, `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  io.out(`${safe(file)}\n`);
  io.err(`next: fill it in, then "minutebook generate ${safe(file)}"\n`);
  return EXIT.done;
}

function refuse(io: Io, message: string): number {
  io.err(`error: ${safe(message)}\n`);
  return EXIT.environment;
}

/** An id made from a file's name; letters that ids do not know are left out. */
function idOf(file: string): string {
  const name = basename(file)
    .replace(/\.[^.]*$/, "")
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 64)
    .replace(/-+$/, "");
  return name === "" ? "meeting" : name;
}

/** The schema as editors find it from a record: a relative path where there is one without blanks. */
function schemaFor(file: string): string {
  const way = relative(dirname(resolve(file)), RECORD_SCHEMA);
  return /\s/.test(way) || isAbsolute(way) ? pathToFileURL(RECORD_SCHEMA).href : way.split(sep).join("/");
}

/** The shortest record that makes minutes worth reading, with what to write where. */
export const starterRecord = (
  id: string,
  date: string,
  schema: string,
): string => `# yaml-language-server: $schema=${schema}
# A record of one meeting. Everything below is an example: change it, or take it out.
# People and bodies are declared once and called by their id everywhere else.
# What is not recorded is left out; what is still to come is written as "pending".
schemaVersion: 1
id: ${id} # names the files that are made
languages: [en] # en, zh, or both; plain text is in the first
profile: general # house rules: minutebook list profiles

meeting:
  title: Monthly meeting
  kind: regular # regular, special, annual, extraordinary, joint, adjourned, written, election
  bodies: [committee]

sittings:
  - body: committee
    start: ${date}T14:00
    end: ${date}T15:00
    place: Meeting room

organizations:
  - { id: society, name: Our Society }

bodies:
  - { id: committee, organization: society, name: Committee, kind: committee, memberCount: 3 }

people:
  - { id: smith, name: Anna Smith }
  - { id: jones, name: David Jones }
  - { id: weber, name: Clara Weber }

attendees:
  - { person: smith, role: chair, class: present }
  - { person: jones, role: secretary, class: present }
  - { person: weber, role: member, class: apologies }

agenda:
  - id: opening
    no: 1
    title: Opening and apologies
    kind: procedural
    summary:
      - The chair opened the meeting. Apologies had been received from Clara Weber.
  - id: summer
    no: 2
    title: Summer programme
    kind: information
    summary:
      - The secretary presented the draft of the summer programme. The committee welcomed it.

decisions:
  - id: programme
    text: The summer programme was approved.
    item: summer

actions:
  - id: a-1
    text: Publish the summer programme
    owner: jones
    fromItem: summer
`;
