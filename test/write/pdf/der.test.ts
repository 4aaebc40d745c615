import fc from "fast-check";
import { expect, it } from "vitest";
import { context, der, integer, octets, oid, parts, sequence, set } from "../../../src/write/pdf/der.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

it.each([
  ["1.2.840.113549.1.7.2", "06092a864886f70d010702"],
  ["2.16.840.1.101.3.4.2.1", "0609608648016503040201"],
])("writes the object identifier %s", (dotted, bytes) => {
  expect(hex(oid(dotted))).toBe(bytes);
});
it("writes sets in the order of their bytes, sequences as given", () => {
  expect(hex(set(integer(2), integer(1)))).toBe("3106020101020102");
  expect(hex(sequence(integer(2), context(0, integer(1))))).toBe("3008020102a003020101");
});
it("gives back what it was given, of any length", () => {
  const lengths = fc.oneof(fc.nat(300), fc.constantFrom(127, 128, 255, 256, 65_535, 65_536));
  fc.assert(
    fc.property(fc.array(lengths, { maxLength: 5 }), (list) => {
      const values = list.map((length) => octets(new Uint8Array(length)));
      expect(parts(sequence(...values)).map(hex)).toEqual(values.map(hex));
    }),
  );
});
it("refuses lengths that lead out", () => {
  expect(() => parts(der(0x30, Uint8Array.of(4, 5, 1)))).toThrow("ends after");
});
