import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Match, matchesOnD1 } from "./test-match.ts";

type Token = { readonly any: "many" | "one" } | { readonly text: string };

/** LIKE as PostgreSQL has it, with `*` for `%` as PostgREST does. */
function tokens(pattern: string): readonly Token[] {
  const found: Token[] = [];
  const characters = [...pattern.replaceAll("*", "%")];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "\\") found.push({ text: characters[++index] ?? "" });
    else if (character === "%") found.push({ any: "many" });
    else found.push(character === "_" ? { any: "one" } : { text: character });
  }
  return found;
}

function matches(pattern: readonly Token[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if ("text" in first) return text[0] === first.text && matches(rest, text.slice(1));
  if (first.any === "one") return text.length > 0 && matches(rest, text.slice(1));
  return text.some((_, index) => matches(rest, text.slice(index))) || matches(rest, []);
}

function expected({ pattern, folded, quantifier, texts }: Match): readonly (number | null)[] {
  const patterns = typeof pattern === "string" ? [pattern] : pattern;
  const fold = (text: string): string => (folded ? text.toLowerCase() : text);
  return texts.map((text) => {
    if (patterns.length === 0) return Number(quantifier === "all");
    if (text === null) return null;
    const test = (each: string): boolean => matches(tokens(fold(each)), [...fold(text)]);
    return Number(quantifier === "all" ? patterns.every(test) : patterns.some(test));
  });
}

const letter = fc.constantFrom("a", "A", "b", "[", "]", "?", "^", "-", "'", "é", "É", "ж", "Ж", "😀", " ", ".");
const special = fc.constantFrom("%", "_", "\\\\", "\\%", "\\_", "\\a", "\\[", "\\*", "*");
const pattern = fc.array(fc.oneof(letter, special), { maxLength: 7 }).map((parts) => parts.join(""));
const text = fc
  .array(fc.oneof(letter, fc.constantFrom("%", "_", "*", "\\")), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** A text that is meant to match: the pattern with its wildcards filled in. */
function filled(given: string): string {
  return tokens(given)
    .map((token) => ("text" in token ? token.text : token.any === "one" ? "é" : "a?"))
    .join("");
}

async function expectAll(asked: readonly Match[]): Promise<number> {
  const answers = await matchesOnD1(env.DB, asked);
  const wrong = asked.flatMap((match, index) => {
    const wanted = expected(match);
    return JSON.stringify(answers[index]) === JSON.stringify(wanted)
      ? []
      : [{ ...match, wanted, given: answers[index] }];
  });
  expect(wrong).toEqual([]);
  return asked.flatMap(expected).filter((answer) => answer === 1).length;
}

it("matches on D1 what LIKE and ILIKE match in PostgreSQL", async () => {
  const cases = fc.sample(fc.tuple(pattern, fc.boolean(), fc.array(text, { minLength: 5, maxLength: 5 })), {
    numRuns: 700,
  });
  const hits = await expectAll(
    cases.map(([given, folded, texts]) => ({
      language: "like",
      folded,
      pattern: given,
      texts: [null, filled(given), filled(given).toUpperCase(), ...texts],
    })),
  );
  expect(hits).toBeGreaterThan(700);
});

it("matches any and all of several patterns", async () => {
  const cases = fc.sample(
    fc.tuple(
      fc.array(pattern, { maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom("any" as const, "all" as const),
      fc.array(text, { minLength: 4, maxLength: 4 }),
    ),
    { numRuns: 300 },
  );
  const hits = await expectAll(
    cases.map(([patterns, folded, quantifier, texts]) => ({
      language: "like",
      folded,
      quantifier,
      pattern: patterns,
      texts: [null, ...patterns.map(filled), ...texts],
    })),
  );
  expect(hits).toBeGreaterThan(150);
});

it("matches patterns that are longer than D1's own", async () => {
  const words = "the quick brown Fox jumps over étés and ÉTÉS, 100% of the way".split(" ");
  const long = fc.array(fc.oneof(fc.constantFrom(...words), fc.constantFrom("%", "_", "%", "\\%")), {
    minLength: 12,
    maxLength: 40,
  });
  const cases = fc.sample(fc.tuple(long, fc.boolean(), fc.array(fc.constantFrom(...words), { maxLength: 30 })), {
    numRuns: 150,
  });
  const hits = await expectAll(
    cases.map(([parts, folded, subject]) => ({
      language: "like",
      folded,
      pattern: parts.join(" "),
      texts: [subject.join(" "), filled(parts.join(" ")), filled(parts.join(" ")).toUpperCase()],
    })),
  );
  expect(hits).toBeGreaterThan(150);
});

it("finds what is at the end of a long text, in any script", async () => {
  const filler = "Lorem ipsum dolor, жёлтая 😀 кошка. ".repeat(1_500);
  const answers = await matchesOnD1(env.DB, [
    { language: "like", folded: true, pattern: "%КОШКА. ÉTÉ", texts: [`${filler}été`, `${filler}ete`, filler] },
    { language: "regex", folded: false, pattern: "(été|été!)$", texts: [`${filler}été`, `${filler}été.`, filler] },
  ]);
  expect(answers).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ]);
});

it.each([
  ["a\\", "22025"],
  ["a\\\\\\", "22025"],
  ["ab\u0000c", "22021"],
  ["a\ud800", "22021"],
  ["a".repeat(2_001), "54000"],
  [`%a${"_".repeat(60)}b%`, "54000"],
])("refuses %j with %s", async (given, code) => {
  for (const folded of [false, true]) {
    expect(await matchesOnD1(env.DB, [{ language: "like", folded, pattern: given, texts: ["a"] }])).toEqual([code]);
  }
});
