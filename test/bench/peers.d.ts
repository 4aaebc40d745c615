/**
 * As much of the peers as the bench uses. They are installed on first use, into a folder of their own, so the types
 * they bring cannot be relied upon.
 */

declare module "pdfmake" {
  interface PdfMake {
    setUrlAccessPolicy(policy: (url: string) => boolean): void;
    setLocalAccessPolicy(policy: (path: string) => boolean): void;
    addFonts(fonts: Readonly<Record<string, { readonly normal: string; readonly bold: string }>>): void;
    createPdf(definition: object): { getBuffer(): Promise<Uint8Array> };
  }
  const pdfmake: PdfMake;
  export default pdfmake;
}

declare module "react" {
  export interface Node {
    readonly type: unknown;
  }
  export function createElement(type: unknown, properties: object | null, ...children: unknown[]): Node;
}

declare module "@react-pdf/renderer" {
  import type { Node } from "react";
  export const Document: unknown;
  export const Page: unknown;
  export const View: unknown;
  export const Text: unknown;
  export const Font: {
    register(family: {
      readonly family: string;
      readonly fonts: readonly { readonly src: string; readonly fontWeight?: number }[];
    }): void;
    registerHyphenationCallback(parts: (word: string) => string[]): void;
  };
  export function renderToBuffer(document: Node): Promise<Uint8Array>;
}

declare module "@myriaddreamin/typst-ts-node-compiler" {
  export const NodeCompiler: {
    create(options: {
      readonly workspace: string;
      readonly fontArgs: readonly { readonly fontPaths: readonly string[] }[];
    }): {
      addSource(path: string, text: string): void;
      mapShadow(path: string, bytes: Uint8Array): void;
      pdf(
        document: { readonly mainFilePath: string; readonly resetRead: boolean },
        options: { readonly pdfTags: boolean },
      ): Uint8Array;
      evictCache(age: number): void;
    };
  };
}

declare module "playwright-core" {
  export const chromium: {
    launch(options: {
      readonly executablePath: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string | undefined>>;
    }): Promise<{
      newPage(): Promise<{
        setDefaultTimeout(ms: number): void;
        setContent(html: string): Promise<void>;
        pdf(options: {
          readonly preferCSSPageSize: boolean;
          readonly printBackground: boolean;
          readonly tagged: boolean;
        }): Promise<Uint8Array>;
      }>;
      close(): Promise<void>;
    }>;
  };
}

declare module "docxtemplater" {
  export default class Docxtemplater {
    constructor(zip: unknown, options: { readonly paragraphLoop: boolean });
    render(data: object): void;
    getZip(): {
      generate(options: { readonly type: "nodebuffer"; readonly compression: "DEFLATE" }): Uint8Array;
    };
  }
}

declare module "pizzip" {
  export default class PizZip {
    constructor(bytes: Uint8Array);
  }
}
