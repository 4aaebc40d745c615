/**
 * Reads reports of failure (RFC 3464) and the like, without believing them: they are mail from strangers. All that is
 * taken from one is which delivery it names and what it says became of it; nothing in it makes anything go out.
 */
export interface Bounce {
  /** The envelope id we gave, or the Message-ID of the mail it is about: whatever it names. */
  readonly names: readonly string[];
  readonly verdict: "failed" | "delayed" | "delivered" | "automatic" | "none";
  /** The status and the words of the remote server. */
  readonly detail: string;
}

/** No report is longer; a longer one brings the whole mail back, and what is told comes first. */
const LONGEST = 1024 * 1024;
const DEEPEST = 5;

export function readBounce(bytes: Uint8Array): Bounce {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, LONGEST));
  const entity = entityOf(text.replace(/\r\n?/g, "\n"));
  const parts = partsOf(entity, 0);
  const status = parts.filter(({ type }) => /^message\/(global-)?delivery-status$/.test(type));
  const fields = status.flatMap(({ body }) => body.split(/\n\s*\n/).map(fieldsOf));
  const returned = parts
    .filter(({ type }) =>
      /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(type),
    )
    .map(({ body }) => fieldsOf(body.split(/\n\n/)[0] ?? ""));
  const names = [
    ...fields.flatMap((one) => named(one.get("original-envelope-id"))),
    ...returned.flatMap((one) => named(one.get("message-id"))),
    ...(status.length > 0 ? [] : named(entity.fields.get("in-reply-to"))),
  ];
  const told = fields.find((one) => one.has("action"));
  const detail = [told?.get("status"), told?.get("diagnostic-code")].filter((one) => one).join(" ");
  return { names: [...new Set(names)], verdict: verdictOf(told, entity), detail: detail.slice(0, 500) };
}

function verdictOf(told: Fields | undefined, { fields }: Entity): Bounce["verdict"] {
  if (!told)
    return /^auto-(replied|generated)/i.test(fields.get("auto-submitted") ?? "") ? "automatic" : "none";
  const status = told.get("status") ?? "";
  const action = told.get("action")?.toLowerCase();
  if (action === "failed" || status.startsWith("5.")) return "failed";
  if (action === "delayed" || status.startsWith("4.")) return "delayed";
  return action === "delivered" || action === "relayed" || action === "expanded" ? "delivered" : "none";
}

const named = (value: string | undefined): readonly string[] => {
  const name = value?.trim();
  return name ? [name] : [];
};

// ---- as much of MIME as reports need

type Fields = ReadonlyMap<string, string>;
interface Entity {
  readonly fields: Fields;
  readonly type: string;
  readonly body: string;
}

function entityOf(text: string): Entity {
  const end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
  const fields = fieldsOf(end < 0 ? text : text.slice(0, end));
  const body = end < 0 ? "" : text.slice(end).replace(/^\n+/, "");
  const type =
    /^\s*([\w.+-]+\/[\w.+-]+)/.exec(fields.get("content-type") ?? "text/plain")?.[1] ?? "text/plain";
  return { fields, type: type.toLowerCase(), body: decoded(body, fields.get("content-transfer-encoding")) };
}

function fieldsOf(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\n[ \t]+/g, " ").split("\n")) {
    const at = line.indexOf(":");
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase();
    // The first counts: whoever adds a second wants to be believed.
    if (name !== "" && !fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

function decoded(body: string, encoding = ""): string {
  if (/^base64$/i.test(encoding.trim()))
    return Buffer.from(body, "base64").toString("latin1").replace(/\r\n?/g, "\n");
  if (!/^quoted-printable$/i.test(encoding.trim())) return body;
  return body
    .replace(/=[ \t]*\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The parts of a report, those inside parts too. */
function partsOf(entity: Entity, depth: number): readonly Entity[] {
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(entity.fields.get("content-type") ?? "");
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!entity.type.startsWith("multipart/") || mark === undefined || depth >= DEEPEST) return [entity];
  const lines = `\n${entity.body}`.split(`\n--${mark}`);
  return lines
    .slice(1)
    .filter((part) => !part.startsWith("--"))
    .flatMap((part) => partsOf(entityOf(part.replace(/^[ \t]*\n/, "")), depth + 1));
}
