import { longWord } from "./notes-seed.ts";
import type { Scenario } from "./scenario.ts";

const q = encodeURIComponent;

/** What `title=…` finds. */
const found: readonly (readonly [name: string, filter: string, ids: readonly number[]])[] = [
  ["match", `title=match.${q("^Wint.*o$")}`, [2]],
  ["match, which minds the case", `title=match.${q("^wint")}`, []],
  ["imatch, which does not", `title=imatch.${q("^wINT")}`, [2]],
  ["imatch of letters beyond ASCII", `title=imatch.${q("^éTÉ À")}`, [1]],
  ["a choice", `title=match.${q("(Oslo|Paris)$")}`, [1, 2]],
  ["not match, where NULL stays unknown", `title=not.match.${q("(Oslo|Paris)$")}`, [3, 5, 6, 7, 8]],
  ["the empty expression", "title=match.", [1, 2, 3, 5, 6, 7, 8]],
  ["a class of POSIX", `title=match.${q("^[[:alpha:]]{20,}$")}`, [3]],
  ["words", `title=match.${q("\\min\\M")}`, [2]],
  ["digits and a percent sign", `title=match.${q("\\d{2,3}%")}`, [6]],
  ["a dot that takes a new line", `title=match.${q("one.line")}`, [5]],
  ["a dot that does not", `title=match.${q("(?n)one.line")}`, []],
  ["lines", `title=match.${q("(?n)^line two$")}`, [5]],
  ["match(any)", `title=match(any).${q('{^Wint,"^100%"}')}`, [2, 6]],
  ["match(any) of choices", `title=match(any).${q('{"(a|b)x","(Os|Pa)","one|two"}')}`, [1, 2, 5]],
  ["match(any) of nothing", "title=match(any).{}", []],
  ["imatch(all)", `title=imatch(all).${q('{"(w|é)","(o|s)$"}')}`, [1, 2, 5]],
  ["match(all) of nothing", "title=match(all).{}&id=lt.3", [1, 2]],
  ["not match(all)", `title=not.match(all).${q('{"i","(o|p)"}')}`, [1, 3, 6, 7, 8]],
  ["a tree", `or=(title.match.${q('"^(W|x)"')},title.imatch.${q('"\\\\(SURE\\\\)"')})`, [2, 6, 8]],
  ["text inside JSON", `data->>code=imatch.${q("^[a-c]+-\\d+$")}`, [1, 2]],
  ["text inside JSON by any of several", `data->>code=match(any).${q('{"^(A|B)+-"}')}`, [1]],
  ["ilike with letters beyond ASCII", `title=ilike.${q("éTÉ*")}`, [1]],
  ["ilike(any) with such letters", `title=ilike(any).${q("{éTÉ*,w*}")}`, [1, 2]],
  ["like with a pattern longer than D1's", `title=like.${q(longWord)}`, [3]],
  ["ilike with a long pattern and wildcards", `title=ilike.${q(longWord.toUpperCase().replace("ÜBER", "*_BER"))}`, [3]],
  ["not like with a long pattern", `title=not.like.${q(`${longWord}*`)}`, [1, 2, 5, 6, 7, 8]],
  ["like with an escaped wildcard", `title=like.${q("100\\%*")}`, [6]],
];

const refused: readonly (readonly [filter: string, code: string, message: string])[] = [
  ["title=match.(a", "2201B", "invalid regular expression: parentheses () not balanced"],
  ["title=imatch.*a", "2201B", "invalid regular expression: quantifier operand invalid"],
  [
    `title=match.${q("(a)\\1")}`,
    "2201B",
    "invalid regular expression: back references are not available on this database",
  ],
  [`title=match(any).${q('{a,"[z-a]"}')}`, "2201B", "invalid regular expression: invalid character range"],
  [`title=match.${q("(a|b)*a(a|b){40}")}`, "2201B", "invalid regular expression: regular expression is too complex"],
  [`title=like.${q("a\\")}`, "22025", "LIKE pattern must not end with escape character"],
  [`title=ilike.${"x".repeat(2001)}`, "54000", "pattern is longer than 2000 characters"],
];

export const patterns: readonly Scenario[] = [
  ...found.map(
    ([name, filter, ids]): Scenario => ({
      name: `finds by ${name}`,
      request: `GET /notes?select=id&${filter}&order=id`,
      status: 200,
      answer: ids.map((id) => ({ id })),
    }),
  ),
  ...refused.map(
    ([filter, code, message]): Scenario => ({
      name: `refuses ${decodeURIComponent(filter).slice(0, 40)}`,
      request: `GET /notes?select=id&${filter}`,
      status: 400,
      answer: { code, message, details: null, hint: null },
      roundTrips: 0,
    }),
  ),
  {
    name: "has no regular expressions of numbers",
    request: "GET /notes?select=id&id=match.1",
    status: 404,
    answer: {
      code: "42883",
      message: "operator does not exist: integer ~ unknown",
      details: null,
      hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
    },
    roundTrips: 0,
  },
  {
    name: "filters an embed by a regular expression",
    request: `GET /notes?select=id,replies(id)&replies.text=match.${q("\\d{3}-\\d{4}")}&id=lt.3&order=id`,
    status: 200,
    answer: [
      { id: 1, replies: [{ id: 2 }] },
      { id: 2, replies: [] },
    ],
  },
  {
    name: "keeps the rows of which an inner embed matches",
    request: `GET /notes?select=id,replies!inner(id)&replies.text=imatch.${q("^(LOVELY|BRR)")}&order=id`,
    status: 200,
    answer: [
      { id: 1, replies: [{ id: 1 }] },
      { id: 2, replies: [{ id: 3 }] },
    ],
  },
  {
    name: "counts what matches",
    request: `GET /notes?select=id&title=match.${q("(a|o)")}&limit=1&order=id`,
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [{ id: 1 }],
    answerHeaders: { "content-range": "0-0/4" },
  },
  {
    name: "matches a column that a rule hides on other rows where it shows it alone",
    who: "ida",
    request: `GET /notes?select=id,secret&secret=match.${q("(red|blue) moon")}`,
    status: 200,
    answer: [{ id: 1, secret: "blue moon" }],
  },
  {
    name: "updates what matches, among what is the caller's",
    who: "ida",
    request: `PATCH /notes?title=imatch.${q("(été|winter)")}&select=id,title`,
    body: { title: "seen" },
    headers: { prefer: "return=representation" },
    status: 200,
    answer: [{ id: 1, title: "seen" }],
  },
];
