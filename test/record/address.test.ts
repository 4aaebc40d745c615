import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAddress } from "../../src/record/address.ts";

const read = (text: string) => {
  const found = readAddress(text);
  return found.ok ? found.value : undefined;
};
const why = (text: string): string =>
  readAddress(text)
    .diagnostics.map(({ message }) => message.split(": ").slice(1).join(": "))
    .join();

describe("an address", () => {
  it.each([
    ["anna@example.org", "anna@example.org", "anna@example.org"],
    ["Anna.Berg+minutes@Example.ORG", "Anna.Berg+minutes@example.org", "anna.berg@example.org"],
    ["o'neill_x@mail.example.co.uk", "o'neill_x@mail.example.co.uk", "o'neill_x@mail.example.co.uk"],
    ["97 anna@bücher.example", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"],
    ["97 anna@例子.中国", "anna@xn--fsqu00a.xn--fiqs8s", "anna@xn--fsqu00a.xn--fiqs8s"],
    ["+tag@example.org", "+tag@example.org", "+tag@example.org"],
  ])("%s goes over the wire as %s", (written, text, mailbox) => {
    expect(read(written.replace(/^97 /, ""))).toEqual({ text, mailbox, international: false });
  });
  it("97 is international by the part before the @ alone", () => {
    expect(read("李明@example.org")?.international).toBe(true);
    expect(read("li@李.example")?.international).toBe(false);
  });
  it.each([
    ["92 a line break", "a@example.org\r\nBcc: b@example.org", "line break"],
    ["92 a zero", "a\0@example.org", "control character"],
    ["92 a line separator", "a\u2028@example.org", "line break"],
    ["93 two @", "a@b@example.org", "more than one @"],
    ["93 none", "example.org", "no @"],
    ["93 a comment", "a(b)@example.org", "something else"],
    ["93 a quoted local part", '"a b"@example.org', "space"],
    ["93 quotes", '"ab"@example.org', "something else"],
    ["93 a route", "@one.example,@two.example:a@example.org", "more than one @"],
    ["93 a group", "board:a@example.org;", "something else"],
    ["93 angle brackets", "<a@example.org>", "something else"],
    ["93 a name and brackets", "Ann <a@example.org>", "space"],
    ["93 a trailing dot", "a@example.org.", "ends with a dot"],
    ["93 an IP literal", "a@[192.0.2.1]", "something else"],
    ["93 an IP number", "a@192.0.2.1", "number"],
    ["93 a number in disguise", "a@0x7f.1", "no name of a domain|number"],
    ["93 a space", "a b@example.org", "space"],
    ["93 a space that is none", "a\u00a0b@example.org", "space"],
    ["93 an invisible character", "a\u200bb@example.org", "invisible"],
    ["93 a dash that looks like an option", "-oQ@example.org", "dash"],
    ["93 two dots", "a..b@example.org", "not plain"],
    ["93 a dot in front", ".a@example.org", "not plain"],
    ["93 a domain of one label", "a@localhost", "no name of a domain"],
    ["93 a label that ends with a dash", "a@example-.org", "no name of a domain"],
    ["93 a percent sign in the domain", "a@ex%41mple.org", "no name of a domain"],
    ["93 a full-width dot", "a@example。org", "no name of a domain"],
    ["98 65 bytes before the @", `${"a".repeat(65)}@example.org`, "longer than 64"],
    ["98 65 bytes of few letters", `${"李".repeat(22)}@example.org`, "longer than 64"],
    ["98 a label of 64", `a@${"b".repeat(64)}.org`, "no name of a domain"],
    [
      "98 255 bytes",
      `${"a".repeat(64)}@${`${"b".repeat(60)}.`.repeat(3)}${"c".repeat(7)}`,
      "longer than 254",
    ],
  ])("is refused with %s", (_, text, words) => {
    expect(why(text)).toMatch(new RegExp(words));
  });
  it("98 may be as long as the standard allows", () => {
    const text = `${"a".repeat(64)}@${`${"b".repeat(60)}.`.repeat(3)}${"c".repeat(6)}`;
    expect(text).toHaveLength(254);
    expect(read(text)?.text).toBe(text);
  });
  it("that is found good reads as itself, and holds nothing that ends a header or an argument", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "grapheme" }), fc.string()), (text) => {
        const found = read(text);
        if (!found) return;
        expect(read(found.text)).toEqual(found);
        expect(found.text).toMatch(/^[^\s<>()[\]\\,;:"\p{Cc}-][^\s<>()[\]\\,;:"\p{Cc}]*@[a-z0-9.-]+$/u);
      }),
    );
  });
});
