import { attributes, escapeHtml } from "../write/html/escape.ts";
import type { Mailbox } from "./header.ts";
import { sizeOf } from "./mailing.ts";
import type { Message } from "./message.ts";

/** A mail as a page to look at before it is sent: its headers, what goes with it, and both ways it may be read. */
export function previewPage({ from, replyTo, to, subject, language, text, html, attached }: Message): string {
  const heads: readonly (readonly [string, string])[] = [
    ["From", named(from)],
    ...(replyTo ? [["Reply-To", named(replyTo)] as const] : []),
    ["To", named(to)],
    ["Subject", subject],
  ];
  const rows = heads.map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const files = attached.map(({ name, bytes }) => `<li>${escapeHtml(name)} (${sizeOf(bytes.length)})</li>`);
  // A frame that may not run anything cannot say how tall it is. In HTML a line takes a little more than in text, and
  // some stand apart.
  const height = Math.ceil(text.split("\n").length * 1.35) + 9;
  // The letter cannot run or load anything, whatever its template says.
  const frame = attributes({
    sandbox: "allow-same-origin", // scripts stay forbidden; a frame of another origin is not printed by every browser
    title: "The letter as HTML",
    style: `block-size:${height}rem`,
    srcdoc: html,
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(subject)}</title>
<style>
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1f1f1f; background: #f1f1f1 }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem }
section { background: #fff; border: 1px solid #c4c4c4; margin-block-end: 1.5rem; padding: 1rem 1.25rem }
h1, h2 { font-size: 1.125rem; margin: 0 0 .5rem }
th { text-align: start; padding-inline-end: 1rem; font-weight: 600; vertical-align: top; white-space: nowrap }
iframe { inline-size: 100%; border: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, monospace; margin: 0 }
</style>
</head>
<body>
<main>
<section>
<h1>What the mail says of itself</h1>
<table>
${rows.join("\n")}
</table>
<p>The serial and the number of the message come from the ledger when it is sent; here they are 0.</p>
</section>
<section>
<h2>Attached</h2>
${files.length === 0 ? "<p>Nothing.</p>" : `<ul>\n${files.join("\n")}\n</ul>`}
</section>
<section>
<h2>As HTML</h2>
<iframe${frame}></iframe>
</section>
<section>
<h2>As text</h2>
<pre${attributes({ lang: language })}>${escapeHtml(text)}</pre>
</section>
</main>
</body>
</html>
`;
}

const named = ({ name, address }: Mailbox): string => (name === undefined ? address : `${name} <${address}>`);
