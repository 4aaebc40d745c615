import { pathToFileURL } from "node:url";

/** In the place of `import.meta.url`, which only ES modules have. */
export const FILE_URL = pathToFileURL(__filename).href;
