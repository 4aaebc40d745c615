import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Carrier } from "./carrier.ts";
import type { Disk } from "./disk.ts";
import { placing } from "./place.ts";

/**
 * An outbox after the manner of Maildir, from which a mail program or a relay takes what it is to send. Names come from
 * the message ids, so that a second run finds what the first has left. A program that has taken a mail leaves it in
 * `cur` with flags behind its name.
 */
export function outbox(folder: string, disk: Disk): Carrier {
  const carrier = placing(({ messageId, attempt }) => {
    const name = outboxName(messageId);
    return { waiting: join(folder, "tmp", `${attempt}-${name}`), final: join(folder, "new", name) };
  }, disk);
  return {
    open: () => carrier.open(),
    async found(row) {
      const taken = await disk.names(join(folder, "cur"));
      if (taken.some((name) => name.startsWith(outboxName(row.messageId)))) return true;
      return carrier.found?.(row);
    },
  };
}

export const outboxName = (messageId: string): string =>
  `${createHash("sha256").update(messageId, "utf8").digest("hex").slice(0, 40)}.eml`;
