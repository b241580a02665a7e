import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { compilePattern } from "./compile.ts";
import { matchesOnD1 } from "./test-match.ts";

// Where JavaScript and PostgreSQL write the same thing in another way, both are given.
interface Written {
  readonly js: string;
  readonly pg: string;
}

const same = (text: string): Written => ({ js: text, pg: text });
const both = (js: string, pg: string): Written => ({ js, pg });

const character = fc
  .constantFrom(
    "a",
    "b",
    "c",
    "A",
    "B",
    "0",
    "7",
    "é",
    "É",
    "ж",
    "Ж",
    "😀",
    " ",
    "_",
    "-",
    "%",
    "\\.",
    "\\*",
    "\\n",
    "\\t",
  )
  .map((text) => (text === "-" || text === "%" || text === "_" ? same(text) : same(text)));
const wordCharacter = "[\\p{Alphabetic}\\p{Nd}_]";
const shorthand = fc.constantFrom(
  both("[^]", "."),
  same("\\d"),
  same("\\D"),
  both(wordCharacter, "\\w"),
  both("[^\\p{Alphabetic}\\p{Nd}_]", "\\W"),
  both("[\\t-\\r ]", "\\s"),
  both("[^\\t-\\r ]", "\\S"),
  both("\\p{Alphabetic}", "[[:alpha:]]"),
  both("[^\\p{Alphabetic}]", "[^[:alpha:]]"),
  both("[0-9A-Fa-f]", "[[:xdigit:]]"),
  both("[0-9]", "[[:digit:]]"),
  both("\\x41", "(?:\\x41)"),
  same("\\u0416"),
);
const bracketItem = fc.constantFrom(
  "a",
  "b",
  "B",
  "é",
  "😀",
  "a-c",
  "0-5",
  "A-F",
  "а-я",
  "_",
  "%",
  "\\d",
  "\\]",
  "\\\\",
);
const bracket = fc
  .tuple(fc.boolean(), fc.array(bracketItem, { minLength: 1, maxLength: 3 }))
  .map(([negated, items]) => same(`[${negated ? "^" : ""}${items.join("")}]`));
const boundary = `(?:(?<=${wordCharacter})(?!${wordCharacter})|(?<!${wordCharacter})(?=${wordCharacter}))`;
const assertion = fc.constantFrom(
  same("^"),
  same("$"),
  both("^", "\\A"),
  both("$", "\\Z"),
  both(`(?<!${wordCharacter})(?=${wordCharacter})`, "\\m"),
  both(`(?<=${wordCharacter})(?!${wordCharacter})`, "\\M"),
  both(boundary, "\\y"),
  both(`(?!${boundary})`, "\\Y"),
);
const quantifier = fc.constantFrom(
  "",
  "",
  "",
  "",
  "*",
  "+",
  "?",
  "{2}",
  "{0}",
  "{1,}",
  "{0,2}",
  "{2,3}",
  "*?",
  "+?",
  "??",
  "{1,2}?",
  "{0,4}",
  "{1,5}",
);

const { regex } = fc.letrec<{ regex: Written; branch: Written; atom: Written; item: Written }>((tie) => ({
  regex: fc.oneof(
    { withCrossShrink: true, maxDepth: 4 },
    { weight: 3, arbitrary: tie("branch") },
    fc.array(tie("branch"), { minLength: 2, maxLength: 3 }).map((all) => joined(all, "|")),
  ),
  branch: fc
    .array(fc.oneof({ weight: 5, arbitrary: tie("item") }, assertion), { maxLength: 4 })
    .map((all) => joined(all, "")),
  item: fc.tuple(tie("atom"), quantifier).map(([atom, times]) => both(atom.js + times, atom.pg + times)),
  atom: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: character },
    shorthand,
    bracket,
    tie("regex").map(({ js, pg }) => both(`(${js})`, `(${pg})`)),
    tie("regex").map(({ js, pg }) => both(`(?:${js})`, `(?:${pg})`)),
  ),
}));

function joined(all: readonly Written[], separator: string): Written {
  return both(all.map(({ js }) => js).join(separator), all.map(({ pg }) => pg).join(separator));
}

const text = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "c",
      "A",
      "B",
      "0",
      "7",
      "é",
      "É",
      "ж",
      "Ж",
      "😀",
      " ",
      "_",
      "-",
      "%",
      ".",
      "*",
      "\n",
      "\t",
      "]",
      "\\",
      "中",
    ),
    { maxLength: 8 },
  )
  .map((characters) => characters.join(""));

it("matches on D1 what the same expression matches in JavaScript", async () => {
  const cases = fc.sample(fc.tuple(regex, fc.boolean(), fc.array(text, { minLength: 12, maxLength: 12 })), {
    numRuns: 400,
  });
  const asked = cases.map(([written, folded, texts]) => ({ pattern: written.pg, folded, texts, js: written.js }));
  const answers = await matchesOnD1(
    env.DB,
    asked.map((each) => ({ ...each, language: "regex" })),
  );
  let pairs = 0;
  let hits = 0;
  let refused = 0;
  const wrong: unknown[] = [];
  for (const [index, { js, pattern, folded, texts }] of asked.entries()) {
    const expected = new RegExp(js, folded ? "iu" : "u");
    const answer = answers[index];
    if (!Array.isArray(answer)) {
      // Counts within counts may need too many states; nothing else is refused.
      const refusal = compilePattern(pattern, { language: "regex", folded });
      if (!refusal.ok && refusal.error.message.endsWith("too complex")) refused++;
      else wrong.push({ pattern, answer });
      continue;
    }
    for (const [at, subject] of texts.entries()) {
      const wanted = expected.test(subject);
      pairs++;
      if (wanted) hits++;
      if (answer[at] !== Number(wanted)) wrong.push({ pattern, folded, subject, answer: answer[at] });
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeLessThan(8);
  expect(pairs).toBeGreaterThanOrEqual(2_000);
  expect(hits).toBeGreaterThan(pairs / 20);
  expect(hits).toBeLessThan(pairs - pairs / 20);
});
