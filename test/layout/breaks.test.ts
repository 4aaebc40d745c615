import fc from "fast-check";
import LineBreaker from "linebreak";
import { describe, expect, it } from "vitest";
import { opportunities, searched } from "../../src/layout/breaks.ts";

const pieces = (text: string, lang: string): string => {
  let from = 0;
  const parts = opportunities(text, lang).positions.map((position) => {
    const part = text.slice(from, position);
    from = position;
    return part;
  });
  return [...parts, text.slice(from)].join("|");
};

describe("where a line may end", () => {
  it.each([
    ["en", "The board met.", "The |board |met."],
    ["en", "a follow-up report", "a |follow-|up |report"],
    ["en", "it’s “quoted” text", "it’s |“quoted” |text"],
    ["en", "£5.1 million, 4.2 %", "£5.1 |million, |4.2 |%"],
    ["en", "on 5–6 February", "on |5–6 |February"],
    ["zh", "会议审议", "会|议|审|议"],
    ["zh", "题为“稳中求进”的报告", "题|为|“稳|中|求|进”|的|报|告"],
    ["zh", "听取、审议，通过。", "听|取、|审|议，|通|过。"],
    ["zh", "（一）报告", "（一）|报|告"],
    ["zh", "2026年2月5日至6日", "2026年|2月|5日|至|6日"],
    ["zh", "增长8.5%", "增|长|8.5%"],
    ["zh", "决议第1号", "决|议|第1号"],
    ["zh", "创新——发展", "创|新|——|发|展"],
    ["zh", "等等……以后", "等|等……|以|后"],
    ["zh", "don’t说", "don’t|说"],
    ["zh", "用AB《报告》CD版", "用|AB|《报|告》|CD|版"],
    ["zh", "共8.5（万元）", "共|8.5|（万|元）"],
    ["zh", "A（ 一）", "A|（ 一）"],
    ["zh", "约1～2人", "约|1～|2人"],
    ["zh", "北京—上海", "北|京—|上|海"],
    ["zh", "阿·普列", "阿·|普|列"],
    ["zh", "甲／乙", "甲／乙"],
    ["zh", "用A“好”了", "用|A|“好”|了"],
    ["zh", "“一”、‘二’；《三》：", "“一”、|‘二’；|《三》："],
    ["en", "the form A〈c〉 is", "the |form |A|〈c〉 |is"],
    ["en", "1914—1918", "1914|—|1918"],
  ])("%s: %s", (lang, text, expected) => {
    expect(pieces(text, lang)).toBe(expected);
  });
});

describe("words whose breaks are known already", () => {
  const part = fc.constantFrom(
    ..."a|Zoë|12|3.5|%|$|(|)|[|]|“|”|‘|’|'|\"|—|–|…|-|/|.|,|:|;|!|?|&|«|»|\u00a0| |  |中|\u2028|\t|+|=|~|@|#|*".split(
      "|",
    ),
  );
  it("give the same as a search of the whole text", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const text = parts.join("");
        expect(opportunities(text, "en")).toEqual(searched(text, "en"));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("places between ideographs", () => {
  // Nothing in which Chinese differs from the standard: no digits, dashes, slashes or brackets. Nor Hebrew and
  // flags, of whose rules (LB21a, LB30a) the package carries something on over an ideograph and what follows it.
  const part = fc.constantFrom(
    ..."中|国|会|、|，|。|a|Zoë|-|$|!|.|,| |\u2028|\n|\u0301|\u200b|\u200d|\u2060|\u00a0|𠮷|か|ー|한|😀|ไ".split(
      "|",
    ),
  );
  it("divide a text into parts that are searched by themselves, with the same result", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const text = parts.join("");
        const breaker = new LineBreaker(text);
        const whole: number[] = [];
        for (let next = breaker.nextBreak(); next; next = breaker.nextBreak())
          if (next.position < text.length) whole.push(next.position);
        expect(opportunities(text, "zh").positions).toEqual(whole);
      }),
      { numRuns: 5000 },
    );
  });
});
