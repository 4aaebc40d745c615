import * as fs from "node:fs/promises";

/**
 * The few things that are done with a disk here, each of which has happened when its promise is fulfilled, even if the
 * power fails right after. Files and folders are for their owner only, since they hold names and addresses.
 */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** Writes a whole file, in place of one of that name. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Durable only after `settle` of the folder. */
  rename(from: string, to: string): Promise<void>;
  /** Makes durable what names a folder holds. */
  settle(folder: string): Promise<void>;
  read(path: string): Promise<Uint8Array>;
  /** The names in a folder; none when there is no folder. */
  names(folder: string): Promise<readonly string[]>;
  has(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
}

export const realDisk: Disk = {
  async makeFolder(path) {
    await fs.mkdir(path, { recursive: true, mode: 0o700 });
  },
  async write(path, bytes) {
    const handle = await fs.open(path, "w", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename: (from, to) => fs.rename(from, to),
  async settle(folder) {
    // Windows has no such thing as a folder that can be opened; its names are durable with the file.
    if (process.platform === "win32") return;
    const handle = await fs.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  read: (path) => fs.readFile(path),
  names: (folder) => fs.readdir(folder).catch(absent<string[]>([])),
  has: (path) => fs.access(path).then(() => true, absent(false)),
  remove: (path) => fs.rm(path, { force: true }),
};

/** A value in place of something that is not there; any other trouble stays trouble. */
const absent =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return instead;
    throw error;
  };
