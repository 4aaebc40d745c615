/** hyphen 1.14.1 (Liang's patterns); the package brings no types. */
declare module "hyphen/en-gb/index.js" {
  const patterns: {
    hyphenateSync(text: string, options: { hyphenChar: string; minWordLength: number }): string;
  };
  export default patterns;
}
declare module "hyphen/en-us/index.js" {
  const patterns: {
    hyphenateSync(text: string, options: { hyphenChar: string; minWordLength: number }): string;
  };
  export default patterns;
}
