/** The part of node-forge 1.4.3 that we use; the package brings no types. */
declare module "node-forge" {
  /** A value of ASN.1; `value` holds others where it is constructed. */
  export interface Asn1 {
    value: Asn1[] | string;
  }
  export interface Bag {
    /** Absent or null for keys that are not RSA. */
    readonly key?: object | null;
    /** Absent or null for certificates of other keys than RSA. */
    readonly cert?: object | null;
    /** What forge does not understand, as it stands. */
    readonly asn1?: Asn1 | null;
    readonly type: string;
  }
  export interface Pkcs12 {
    readonly safeContents: readonly { readonly safeBags: readonly Bag[] }[];
  }
  const forge: {
    readonly asn1: {
      fromDer(bytes: string): Asn1;
      toDer(value: Asn1): { getBytes(): string };
    };
    readonly pkcs12: { pkcs12FromAsn1(value: Asn1, password: string): Pkcs12 };
    readonly pki: {
      privateKeyToAsn1(key: object): Asn1;
      wrapRsaPrivateKey(key: Asn1): Asn1;
      certificateToAsn1(certificate: object): Asn1;
      readonly oids: Readonly<Record<string, string>>;
    };
  };
  export default forge;
}
