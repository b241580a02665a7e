import { paper, people } from "./archive-seed.ts";
import type { Scenario } from "./scenario.ts";

const q = encodeURIComponent;

/** What a filter finds. */
const found: readonly (readonly [name: string, filter: string, ids: readonly number[]])[] = [
  ["a word, whatever its ending", "title=fts.cats", [1, 2, 5]],
  ["a word of another column: not", "summary=fts.dog", []],
  ["two words", `title=fts.${q("cat & sat")}`, [1, 5]],
  ["one of two", `title=fts.${q("mat | dog")}`, [1, 2, 3]],
  ["one and not another", `title=fts.${q("cat & !dog")}`, [1, 5]],
  ["nothing but not", `title=fts.${q("!cat")}`, [3, 4]],
  ["one, or not another", `title=fts.${q("fat | !cat")}`, [1, 3, 4]],
  ["neither", `title=fts.${q("!(cat | cafe)")}`, [4]],
  ["nothing but not, of a column that may be NULL", `summary=fts.${q("!pets")}`, [1, 4, 5]],
  ["not, where NULL stays unknown", "summary=not.fts.pets", [1, 4, 5]],
  ["not a negation", `title=not.fts.${q("!cat")}`, [1, 2, 5]],
  ["words in a row", `title=fts.${q("fat <-> cat")}`, [1]],
  ["words in a row, with a choice", `title=fts.${q("(fat | dog) <-> (cat | running)")}`, [1, 3]],
  ["frequent words in a row", `title=fts.${q("sat <-> on <-> the <-> mat & the")}`, [1]],
  ["a beginning", `summary=fts.${q("super:*")}`, [5]],
  ["quoted words", `title=fts.${q("'fat' & 'cat'")}`, [1]],
  ["without marks", "title=fts.CAFE", [3]],
  ["with marks", `title=fts.${q("café")}`, [3]],
  ["a language", `title=fts(english).${q("dog & run")}`, [3]],
  ["nothing", "title=fts.", []],
  ["all plain words", `title=plfts.${q("the cats sat!")}`, [1, 5]],
  ["frequent words alone", "title=plfts.the", []],
  ["signs in plain words", `title=plfts.${q('" NEAR(misses)')}`, [4]],
  ["hostile syntax", `title=plfts.${q('cat" OR title : "dog')}`, []],
  ["a phrase", `title=phfts(english).${q("sat on the mat")}`, [1]],
  ["a phrase the other way: not", `title=phfts.${q("cat fat")}`, []],
  ["the web's words", `title=wfts.${q("cat -dog")}`, [1, 5]],
  ["the web's phrase", `title=wfts.${q('"sat upon" or café')}`, [3, 5]],
  ["the web's negation alone", `title=wfts.${q('-"fat cat" -dogs')}`, [4, 5]],
  ["the web's unfinished phrase", `title=wfts.${q('"fat cat')}`, [1]],
  ["a tree", `or=(title.fts.mat,summary.plfts.pets,and(title.wfts.dog,title.not.phfts.${q('"cats and"')}))`, [1, 2, 3]],
  ["with another filter", `title=fts.cat&id=neq.${paper(1)}`, [2, 5]],
  ["an inner embed", `remarks.text=fts.cat&select=id,remarks!inner()`, [1]],
  ["what no column says", "title=fts.whale", []],
];

const refused: readonly (readonly [filter: string, code: string, message: string])[] = [
  [`title=fts.${q("fat cat")}`, "42601", 'syntax error in tsquery: "fat cat"'],
  [`title=fts.${q("fat &")}`, "42601", 'no operand in tsquery: "fat &"'],
  [`title=fts.${q("(fat")}`, "42601", 'syntax error in tsquery: "(fat"'],
  [`title=fts.${q("fat)")}`, "42601", 'syntax error in tsquery: "fat)"'],
  [`title=fts.${"(".repeat(50)}a${")".repeat(50)}`, "54000", "tsquery is nested too deeply"],
  [`title=fts.${"a".repeat(2001)}`, "54000", "search is longer than 2000 characters"],
  [`title=wfts.${q("x ".repeat(201))}`, "54000", "search has more than 200 words"],
  [
    `title=fts.${q("(x & y) <-> z")}`,
    "0A000",
    "a phrase of more than words and choices is not available on this database",
  ],
];

export const searches: readonly Scenario[] = [
  ...found.map(
    ([name, filter, ids]): Scenario => ({
      name: `finds ${name}`,
      request: `GET /papers?${filter.includes("select=") ? "" : "select=id&"}${filter}&order=id`,
      status: 200,
      answer: ids.map((number) => ({ id: paper(number) })),
    }),
  ),
  ...refused.map(
    ([filter, code, message]): Scenario => ({
      name: `refuses ${decodeURIComponent(filter).slice(0, 40)}`,
      request: `GET /papers?select=id&${filter}`,
      status: 400,
      answer: { code, message, details: null, hint: null },
      roundTrips: 0,
    }),
  ),
  {
    name: "takes a tree as deep as it may be",
    request: `GET /papers?select=id&title=fts.${q(`${"(x|(y&!".repeat(3)}cat${"))".repeat(3)}`)}&order=id`,
    status: 200,
  },
  {
    name: "says which columns can be searched",
    request: "GET /papers?select=id&id=fts.x",
    status: 404,
    answer: {
      code: "42883",
      message: "column id has no full-text index for fts",
      details: null,
      hint: "Search one of: title, summary.",
    },
    roundTrips: 0,
  },
  {
    name: "searches no column that the caller may not see",
    request: "GET /papers?select=id&draft=fts.whale",
    status: 401,
    roundTrips: 0,
  },
  { name: "knows no hidden column", request: "GET /papers?select=id&verdict=fts.good", status: 400, roundTrips: 0 },
  {
    name: "finds nothing on rows where a rule hides the column",
    who: "ida",
    request: "GET /papers?select=id,draft&draft=fts.whale",
    status: 200,
    answer: [{ id: paper(1), draft: "a secret whale" }],
  },
  {
    name: "does not tell by a negation either",
    who: "ida",
    request: "GET /papers?select=id&draft=not.fts.cat&order=id",
    status: 200,
    answer: [{ id: paper(1) }],
  },
  {
    name: "does not tell by a search that is a negation",
    who: "ida",
    request: `GET /papers?select=id&draft=fts.${q("!cat")}&order=id`,
    status: 200,
    answer: [{ id: paper(1) }],
  },
  {
    name: "filters an embed",
    request: `GET /papers?select=id,remarks(id)&remarks.text=plfts.cats&title=fts.${q("cat & !sat")}`,
    status: 200,
    answer: [{ id: paper(2), remarks: [] }],
  },
  {
    name: "counts and pages",
    request: "GET /papers?select=id&title=fts.cat&order=id&limit=1&offset=1",
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [{ id: paper(2) }],
    answerHeaders: { "content-range": "1-1/3" },
  },
  {
    name: "finds what was changed, and no more what it was",
    who: "ida",
    request: `PATCH /papers?title=fts.cat&select=id,title`,
    body: { title: "A parrot" },
    headers: { prefer: "return=representation" },
    status: 200,
    answer: [{ id: paper(1), title: "A parrot" }],
    effects: [
      {
        sql: "select rowid as n from _perigee_search_papers_fts where _perigee_search_papers_fts match 'c0 : parrot'",
        rows: [{ n: 1 }],
      },
      {
        sql: "select count(*) as n from _perigee_search_papers_fts where _perigee_search_papers_fts match 'c0 : cat'",
        rows: [{ n: 2 }],
      },
    ],
  },
  {
    name: "keeps up with upserts",
    who: "ida",
    request: "POST /papers?select=id",
    body: [
      { id: paper(3), title: "An okapi", owner: people.ida.id },
      { id: paper(9), title: "Two okapis", owner: people.ida.id },
    ],
    headers: { prefer: "return=representation,resolution=merge-duplicates" },
    status: 201,
    answer: [{ id: paper(3) }, { id: paper(9) }],
    effects: [
      {
        sql: "select count(*) as n from _perigee_search_papers_fts where _perigee_search_papers_fts match 'okapi'",
        rows: [{ n: 2 }],
      },
    ],
  },
  {
    name: "keeps up with deletes and what they take along",
    who: "ida",
    request: "DELETE /papers?title=fts.cat",
    status: 204,
    effects: [
      {
        sql: "select count(*) as n from _perigee_search_papers_fts where _perigee_search_papers_fts match 'cat NOT pets'",
        rows: [{ n: 2 }],
      },
      { sql: "select rowid as n from _perigee_search_remarks_fts", rows: [{ n: 3 }] },
    ],
  },
];
