import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { utf8 } from "../kernel/bytes.ts";
import { globPattern, likePattern } from "./pattern.ts";

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

/** ASCII letters alone lose their case: that is SQLite's LIKE. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const letter = fc.constantFrom("a", "A", "b", "[", "]", "?", "^", "-", "'", "é", "É", "😀", " ", ".");
const special = fc.constantFrom("%", "_", "\\\\", "\\%", "\\_", "\\a", "\\[", "\\*", "*");
const pattern = fc.array(fc.oneof(letter, special), { maxLength: 7 }).map((parts) => parts.join(""));
const text = fc
  .array(fc.oneof(letter, fc.constantFrom("%", "_", "*", "\\")), { maxLength: 6 })
  .map((parts) => parts.join(""));

it("matches on D1 what LIKE and ILIKE match in PostgreSQL", async () => {
  const cases = fc.sample(fc.tuple(pattern, text), { numRuns: 4_000, seed: 7 });
  // Texts that are meant to match: patterns with their wildcards filled in.
  const filled = cases.map(([given]): [string, string] => [
    given,
    tokens(given)
      .map((token) => ("text" in token ? token.text : token.any === "one" ? "é" : "a?"))
      .join(""),
  ]);
  const bound = [...cases, ...filled].flatMap(([given, subject]) => {
    const [glob, like] = [globPattern(given), likePattern(given)];
    return glob.ok && like.ok ? [{ given, subject, glob: glob.value, like: like.value }] : [];
  });
  expect(bound.length).toBeGreaterThan(7_000);
  const rows = await env.DB.prepare(
    `select (value ->> 'subject') glob (value ->> 'glob') as likes, (value ->> 'subject') like (value ->> 'like') escape '\\' as ilikes
     from json_each(?1) order by key`,
  )
    .bind(JSON.stringify(bound))
    .all<{ likes: number; ilikes: number }>();
  const wrong = bound.filter(({ given, subject }, index) => {
    const likes = matches(tokens(given), [...subject]);
    const ilikes = matches(tokens(lower(given)), [...lower(subject)]);
    const row = rows.results[index];
    return row?.likes !== Number(likes) || row.ilikes !== Number(ilikes);
  });
  expect(wrong).toEqual([]);
  expect(rows.results.filter((row) => row.likes === 1).length).toBeGreaterThan(3_000);
});

it.each([
  ["glob", globPattern],
  ["like", likePattern],
] as const)("takes fifty bytes as a %s pattern, as D1 does, and no more", async (operator, translate) => {
  for (const [given, taken] of [
    ["a".repeat(50), true],
    ["a".repeat(51), false],
    ["é".repeat(25), true],
    ["é".repeat(26), false],
  ] as const) {
    const made = translate(given);
    expect(made.ok).toBe(taken);
    if (!made.ok) {
      expect(made.error).toMatchObject({ code: "54000", message: "pattern is too long" });
      expect(utf8(given).length).toBeGreaterThan(50);
    }
  }
  await env.DB.prepare(`select 'x' ${operator} ?1`).bind("a".repeat(50)).all();
  await expect(env.DB.prepare(`select 'x' ${operator} ?1`).bind("a".repeat(51)).all()).rejects.toThrow("too complex");
});

it.each([globPattern, likePattern])("refuses a NUL, where SQLite would end the pattern", (translate) => {
  expect(translate("ab\u0000c")).toMatchObject({ error: { code: "22P02" } });
});

it("counts what escapes add to a GLOB", () => {
  expect(globPattern("[".repeat(16)).ok).toBe(true);
  expect(globPattern("[".repeat(17)).ok).toBe(false);
  expect(globPattern("\\%".repeat(50)).ok).toBe(true);
});
