import { createHash } from "node:crypto";
import type { CopyWords, SlotName } from "../../document/copy.ts";
import type { Shaped } from "../../fonts/metrics.ts";
import type { GlyphRun, Personal } from "../../layout/page.ts";
import { type ContentSettings, runOperators, type ToldSlot } from "./content.ts";
import type { PdfFont } from "./font.ts";
import type { Pen, PenPicture } from "./pen.ts";
import type { PdfObject } from "./value.ts";

/** The places of a file that differ from copy to copy. */
export interface Slots {
  /** The form that pages draw for a slot. */
  readonly form: (name: SlotName) => PenPicture;
  /** A stream that one page draws for a slot. */
  readonly stream: (slot: ToldSlot) => PdfObject;
  /** Sets the words of all copies; no font can be added to after. */
  end(): void;
  /** The copies, once the file is there. */
  fill(master: Uint8Array): (copy: number) => Uint8Array;
}

/** One such place: a stream that lies open in the file. */
interface Place {
  readonly slot: SlotName;
  readonly object: PdfObject;
  readonly before: string;
  readonly after: string;
  /** By copy, all of one length. */
  contents: readonly string[];
}

/**
 * Slots are streams that lie open in the file and are all as long as the longest of them, so that a copy is the file with
 * some bytes written over. What repeats on pages is a form (ISO 32000-1, 8.10), drawn wherever pages have its slot.
 */
export function openSlots(
  pen: Pen,
  copies: readonly CopyWords[],
  personal: Personal,
  font: ContentSettings["font"],
): Slots {
  const forms = new Map<SlotName, PenPicture>();
  const places: Place[] = [];
  const place = (slot: SlotName, object: PdfObject, before = "", after = ""): PdfObject => {
    places.push({ slot, object, before, after, contents: [] });
    return object;
  };
  return {
    form(name) {
      let form = forms.get(name);
      if (!form) {
        const Resources = { Font: pen.fonts };
        const object = pen.plain({ Type: "XObject", Subtype: "Form", BBox: [...BOX], Resources });
        form = pen.picture(place(name, object));
        forms.set(name, form);
      }
      return form;
    },
    stream: ({ slot, before, after }) => place(slot, pen.plain({}), before, after),
    end() {
      const set = (slot: SlotName) =>
        copies.map((words) => (words[slot] === "" ? [] : personal[slot](words[slot])));
      const runs = { line: set("line"), mark: set("mark") };
      include([...runs.line, ...runs.mark].flat(), font);
      for (const one of places) {
        one.contents = evened(
          runs[one.slot].map((words) => `${one.before}${runOperators(words, font)}${one.after}`),
        );
        one.object.end(Buffer.from(one.contents[0] ?? "", "latin1"));
      }
    },
    fill(master) {
      const slots = places.map(({ object, contents }) => ({ at: streamOf(master, object), contents }));
      const id = identifierIn(master);
      return (copy) => {
        const bytes = Buffer.from(master);
        const digest = createHash("md5").update(master.subarray(id, id + DIGEST_DIGITS));
        for (const { at, contents } of slots) {
          const content = contents[copy] ?? "";
          bytes.write(content, at, "latin1");
          digest.update(content, "latin1");
        }
        bytes.write(digest.digest("hex"), id, "latin1");
        return bytes;
      };
    },
  };
}

/** No paper is larger, from any place on it. */
const BOX = [-1200, -1200, 1200, 1200] as const;

/** Glyphs of all copies, face by face, so that no order of theirs tells any name. */
function include(runs: readonly GlyphRun[], font: (face: string) => PdfFont): void {
  const texts = new Map<string, Set<Shaped>>();
  for (const { face, pieces } of runs) {
    const known = texts.get(face) ?? new Set();
    for (const { shaped } of pieces) known.add(shaped);
    texts.set(face, known);
  }
  for (const face of [...texts.keys()].sort()) font(face).include([...(texts.get(face) ?? [])]);
}

/** All as long as the longest, by spaces at their ends. */
function evened(contents: readonly string[]): readonly string[] {
  const length = Math.max(0, ...contents.map((content) => content.length));
  return contents.map((content) => content.padEnd(length));
}

/** Where the stream of an object begins (7.3.8). */
function streamOf(file: Uint8Array, { offset = 0 }: PdfObject): number {
  const keyword = "stream\n";
  return Buffer.from(file.buffer, file.byteOffset, file.length).indexOf(keyword, offset) + keyword.length;
}

/** MD5, in hexadecimal digits. */
const DIGEST_DIGITS = 32;

/** Where the second part of the file's identifier is, which says of which version the file is (14.4). */
function identifierIn(file: Uint8Array): number {
  const tail = Math.max(0, file.length - 65_536);
  const text = Buffer.from(file.buffer, file.byteOffset + tail, file.length - tail).toString("latin1");
  const at = text.lastIndexOf("/ID [<");
  return tail + text.indexOf(" <", at) + " <".length;
}
