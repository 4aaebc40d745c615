import { join } from "node:path";
import type { Carrier } from "./carrier.ts";
import type { Disk } from "./disk.ts";
import { placing } from "./place.ts";

/** Files for people to be handed: a folder for each distribution, the name of the file as the plan says. */
export const folderCarrier = (folder: string, disk: Disk): Carrier =>
  placing(({ distributionId, fileName, id, attempt }) => {
    const own = join(folder, distributionId);
    return { waiting: join(own, `.${id}-${attempt}.tmp`), final: join(own, fileName) };
  }, disk);
