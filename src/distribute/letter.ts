import { chain, type Diagnostic, type Outcome, outcome } from "../diagnostic.ts";
import { build } from "../document/build.ts";
import { parse } from "../markup/parse.ts";
import type { Opened } from "../pipeline/open.ts";
import { stated } from "../record/fact.ts";
import type { View } from "../record/view.ts";
import { check } from "../template/check.ts";
import type { Wording } from "../template/helpers.ts";
import { render } from "../template/render.ts";
import type { Template } from "../template/source.ts";
import { MAIL_ROLES, writeMail } from "../write/html/mail.ts";
import { writeText } from "../write/text/write.ts";
import { headerProblem } from "./header.ts";
import { type LetterView, letterJsonSchema } from "./letter-view.ts";

/** The words of a mail. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes letters about one rendition of a record in one language, with what does not differ from letter to letter. */
export interface LetterWriter {
  readonly write: (letter: LetterView) => Outcome<Letter>;
  /** What a person has undertaken to do and has not done, as the record's view words it. */
  readonly actionsOf: (person: string) => LetterView["actions"];
  /** Whether letters show a decision that an editor inferred. */
  readonly inferred: boolean;
}

/** What letters are written from. */
type Matter = Pick<Opened, "library" | "lang" | "profile" | "record" | "view" | "picture">;

const ROLES: ReadonlySet<string> = new Set([...MAIL_ROLES, "mark"]);

/**
 * Opens the template of letters, `messages/letter.hbs`, and checks it before any letter is written. A letter is rendered
 * like a paper: one document, from which the text and the HTML of the mail are written, so that they say the same.
 */
export function letterWriter(opened: Matter): Outcome<LetterWriter> {
  const { library, lang, profile } = opened;
  return chain(library.message("letter"), (template) =>
    chain(library.wording(lang, profile), (wording) =>
      outcome(writerOf(opened, template, wording), checked(template, wording)),
    ),
  );
}

const checks = new WeakMap<Template, WeakMap<Wording, readonly Diagnostic[]>>();

function checked(template: Template, wording: Wording): readonly Diagnostic[] {
  const known = checks.get(template) ?? new WeakMap<Wording, readonly Diagnostic[]>();
  checks.set(template, known);
  const found = known.get(wording) ?? check(template, { schema: letterJsonSchema(), wording, roles: ROLES });
  known.set(wording, found);
  return found;
}

function writerOf(opened: Matter, template: Template, wording: Wording): LetterWriter {
  const { lang, picture, view } = opened;
  const brief: View = view("brief");
  const actions = openActions(opened);
  return {
    inferred: brief.decided.some(({ mark }) => mark?.printed === true),
    actionsOf: (person) => actions.flatMap(({ owners, action }) => (owners.has(person) ? [action] : [])),
    write: (letter) =>
      chain(render(template, { ...brief, letter }, { lang, wording }), ({ markup, map }) =>
        chain(parse(markup, { file: template.main.file, roles: ROLES, map }), (tree) =>
          chain(build(tree, picture), (document) => {
            const subject = `${letter.trial ? TRIAL : ""}${document.title}`;
            const problem = headerProblem(subject);
            return outcome(
              { subject, text: writeText(document, { width: 72 }), html: writeMail(document) },
              problem === undefined ? [] : [badSubject(template, problem)],
            );
          }),
        ),
      ),
  };
}

/** In every language, since filters and people look for it. */
const TRIAL = "[TEST] ";

const badSubject = ({ main }: Template, problem: string): Diagnostic => ({
  code: "distribute/bad-subject",
  severity: "error",
  message: `the subject of letters cannot be sent: ${problem}`,
  hint: `the subject is the title of the document in ${main.file}`,
});

function openActions({ record, view }: Matter) {
  const views = view("minutes").actions; // in the order of the record
  return record.actions.flatMap(({ owner, status }, index) => {
    const shown = views[index];
    if (!shown || CLOSED.has(status)) return [];
    const { text, due, dueText } = shown;
    const action = { text, ...(due !== undefined && { due }), ...(dueText !== undefined && { dueText }) };
    return [{ owners: new Set((stated(owner) ?? []).map(({ person }) => person)), action }];
  });
}

const CLOSED: ReadonlySet<string> = new Set(["done", "dropped"]);
