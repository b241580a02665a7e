import { people, tides } from "./publication-seed.ts";
import { idOf, type Scenario } from "./scenario.ts";

const { sue } = people;
const representation = { prefer: "return=representation" };

export const inserting: readonly Scenario[] = [
  {
    name: "inserts one row, gives nothing back unless asked, and logs who did it",
    who: "sue",
    request: "POST /comments",
    body: { article_id: tides, body: "Me too." },
    status: 201,
    answer: "",
    answerHeaders: { "content-type": null, location: null },
    effects: [
      {
        sql: "select author_id, status from comments where body = 'Me too.'",
        rows: [{ author_id: sue.id, status: "visible" }],
      },
      {
        sql: "select table_name, operation, actor from _perigee_changes",
        rows: [{ table_name: "comments", operation: "INSERT", actor: sue.id }],
      },
      { sql: "select actor from _perigee_context where actor is not null", rows: [] },
    ],
  },
  {
    name: "gives the new row back with related rows inside",
    who: "sue",
    request: "POST /comments?select=body,author:profiles!author_id(handle),article:articles(slug)",
    body: { article_id: tides, body: "Me too." },
    headers: representation,
    status: 201,
    answer: [{ body: "Me too.", author: { handle: "sue" }, article: { slug: "tides" } }],
    answerHeaders: { "preference-applied": "return=representation" },
  },
  {
    name: "gives one new row as an object",
    who: "sue",
    request: "POST /comments?select=body",
    body: { article_id: tides, body: "Me too." },
    headers: { ...representation, accept: "application/vnd.pgrst.object+json" },
    status: 201,
    answer: { body: "Me too." },
  },
  {
    name: "says where the new row is, for return=headers-only",
    who: "eve",
    request: "POST /tags",
    body: { id: idOf("7", 9), slug: "new", name: "New" },
    headers: { prefer: "return=headers-only" },
    status: 201,
    answer: "",
    answerHeaders: { location: `/tags?id=eq.${idOf("7", 9)}`, "preference-applied": "return=headers-only" },
  },
  {
    name: "inserts many rows with one statement",
    who: "eve",
    request: "POST /tags?select=slug",
    body: [
      { slug: "x", name: "X" },
      { slug: "y", name: "Y" },
      { slug: "z", name: "Z" },
    ],
    headers: { prefer: "return=representation,count=exact" },
    status: 201,
    answer: [{ slug: "x" }, { slug: "y" }, { slug: "z" }],
    answerHeaders: { "content-range": "*/3" },
  },
  {
    name: "takes of a row what `columns` names, and defaults for what is missing",
    who: "eve",
    request: "POST /categories?columns=slug,name,position&select=slug,position",
    body: [
      { slug: "p", name: "P", position: 5, ignored: true },
      { slug: "q", name: "Q" },
    ],
    headers: { prefer: "return=representation,missing=default" },
    status: 201,
    answer: [
      { slug: "p", position: 5 },
      { slug: "q", position: 0 },
    ],
  },
  {
    name: "writes nothing of many rows where one is refused",
    who: "eve",
    request: "POST /tags",
    body: [
      { slug: "x", name: "X" },
      { slug: "sea", name: "Again" },
    ],
    status: 409,
    answer: {
      code: "23505",
      message: 'duplicate key value violates unique constraint "tags_slug_key"',
      details: "Key (slug)=(sea) already exists.",
      hint: null,
    },
    roundTrips: 2,
    effects: [{ sql: "select count(*) as n from tags", rows: [{ n: 3 }] }],
  },
  {
    name: "answers 201 for no rows, and asks the database nothing",
    who: "eve",
    request: "POST /tags",
    body: [],
    status: 201,
    roundTrips: 0,
  },
];
