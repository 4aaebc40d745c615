/** bidi-js 1.1.0 (UAX #9); the package's own types describe a build that Node does not load. */
declare module "bidi-js" {
  export default function bidiFactory(): {
    getEmbeddingLevels(
      text: string,
      direction: "ltr" | "rtl" | "auto",
    ): {
      readonly levels: Uint8Array;
      readonly paragraphs: readonly {
        readonly start: number;
        readonly end: number;
        readonly level: number;
      }[];
    };
  };
}
