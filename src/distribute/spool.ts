import { dirname, join } from "node:path";
import type { Disk } from "./disk.ts";

/** Finished bytes that wait to go out: the same on every attempt, whatever becomes of the record meanwhile. */
export interface Spool {
  /** Keeps them; they are durable when the promise is fulfilled. */
  put(files: readonly SpoolFile[]): Promise<void>;
  get(id: string): Promise<Uint8Array>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface SpoolFile {
  /** The id of the delivery. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A spool in a folder, a file each. */
export function folderSpool(folder: string, disk: Disk): Spool {
  const pathOf = (id: string): string => join(folder, `${id}.spool`);
  return {
    async put(files) {
      await disk.makeFolder(folder);
      const written = await Promise.allSettled(
        files.map(async ({ id, bytes }) => {
          await disk.write(`${pathOf(id)}.tmp`, bytes);
          await disk.rename(`${pathOf(id)}.tmp`, pathOf(id));
        }),
      );
      // Only now: none may still be at work when trouble is told.
      for (const one of written) if (one.status === "rejected") throw one.reason;
      await disk.settle(folder);
      await disk.settle(dirname(folder));
    },
    get: (id) => disk.read(pathOf(id)),
    remove: async (ids) => {
      for (const id of ids) await disk.remove(pathOf(id));
    },
  };
}
