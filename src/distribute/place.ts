import { dirname } from "node:path";
import type { Carrier, Verdict } from "./carrier.ts";
import type { Disk } from "./disk.ts";
import { digestOf } from "./identity.ts";
import type { Row } from "./ledger.ts";

/** Where a delivery comes to lie, and where it waits before; both on one disk. */
export interface Places {
  /** Another for each attempt: one of an earlier attempt says nothing of a later one that went another way. */
  readonly waiting: string;
  readonly final: string;
}

/**
 * Carries into folders: written whole beside, marked, then renamed. What waits is durable before the mark, so that after
 * any accident it can be seen whether the rename has happened, and nobody is left in doubt.
 */
export function placing(placesOf: (row: Row) => Places, disk: Disk): Carrier {
  return {
    open: () => ({
      async carry(row, bytes, cross) {
        const { waiting, final } = placesOf(row);
        try {
          if (await disk.has(final))
            if (!(await isIn(final, row, disk)))
              return { kind: "refused", reply: `there is another file at ${final}` };
          await disk.makeFolder(dirname(waiting));
          await disk.makeFolder(dirname(final));
          await disk.write(waiting, bytes);
          await disk.settle(dirname(waiting));
        } catch (error) {
          await disk.remove(waiting).catch(() => {}); // half a file is of no use
          return { kind: "deferred", reply: told(error), common: "stop" };
        }
        if (!(await cross())) return { kind: "fenced", reply: "" };
        return place(waiting, final, disk);
      },
      close: async () => {},
    }),
    async found(row) {
      const { waiting, final } = placesOf(row);
      if (await isIn(final, row, disk)) return true;
      return (await disk.has(waiting)) ? false : undefined;
    },
  };
}

async function place(waiting: string, final: string, disk: Disk): Promise<Verdict> {
  try {
    await disk.rename(waiting, final);
    await disk.settle(dirname(final));
    return { kind: "accepted", reply: final };
  } catch (error) {
    return { kind: "lost", reply: told(error) };
  }
}

const isIn = async (path: string, { bytesHash }: Row, disk: Disk): Promise<boolean> =>
  (await disk.has(path)) && digestOf(await disk.read(path)) === bytesHash;

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));
