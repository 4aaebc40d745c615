/** Results by their digests. There are none here: the bundled program has a file made by `tools/foreknow.ts` instead. */
export const RESULTS: ReadonlyMap<string, () => unknown> = new Map();
