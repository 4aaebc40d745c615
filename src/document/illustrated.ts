import { chain, type Outcome, success } from "../diagnostic.ts";
import type { Picture } from "../picture/picture.ts";
import type { Document, RunningPlace } from "./model.ts";

/** What a house shows on its pages, whatever stands on them. */
export interface HouseMarks {
  readonly logo?:
    | {
        readonly file: string;
        readonly alt: string;
        readonly height: number;
        readonly at: RunningPlace;
        readonly pages: "first" | "rest" | "all";
      }
    | null
    | undefined;
  readonly watermark?: string | null | undefined;
}

/** Where the mark is kept among the pictures: no template can name it, so it never meets one of theirs. */
const LOGO = "house mark";

/** The document with the mark of its house among the page furniture, and the watermark that is asked for. */
export function illustrated(
  document: Document,
  { logo, watermark }: HouseMarks,
  picture: (name: string) => Outcome<Picture>,
): Outcome<Document> {
  const marked = watermark ? { ...document, watermark } : document;
  if (!logo) return success(marked);
  return chain(picture(logo.file), (found) =>
    success({
      ...marked,
      pictures: { ...document.pictures, [LOGO]: found },
      running: [
        ...document.running,
        {
          at: logo.at,
          pages: logo.pages,
          children: [{ kind: "image", picture: LOGO, alt: logo.alt, height: logo.height }],
        },
      ],
    }),
  );
}
