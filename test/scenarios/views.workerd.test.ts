import { views } from "../apps/views.ts";
import { play } from "./play.ts";
import { idOf, type Scenario } from "./scenario.ts";
import { people, seed } from "./views-seed.ts";

const reads: readonly Scenario[] = [
  {
    name: "gives a view's rows as a table's",
    request: "GET /published?select=*&order=title.desc&limit=2",
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [
      { id: 2, author_id: idOf("a", 1), title: "Two", at: "2026-01-02T00:00:00+00:00" },
      { id: 1, author_id: idOf("a", 1), title: "One", at: "2026-01-01T00:00:00+00:00" },
    ],
    answerHeaders: { "content-range": "0-1/3" },
  },
  {
    name: "filters, casts and looks into JSON through it",
    who: "ada",
    request: "GET /published?select=id::text,first:extra->n->0,loud&extra->n->>0=eq.1&loud=like.O*",
    status: 200,
    answer: [{ id: "1", first: 1, loud: "ONE" }],
  },
  {
    name: "reads computed columns by the kind that was declared",
    who: "ada",
    request: "GET /book_stats?select=*&order=loans.desc,book_id&is_busy=is.true&loans=gte.1&days=in.(8,1)",
    status: 200,
    answer: [
      { book_id: 1, loans: 2, days: 8, is_busy: true },
      { book_id: 2, loans: 1, days: 1, is_busy: true },
    ],
  },
  {
    name: "refuses a value that is not of a computed column's kind",
    who: "ada",
    request: "GET /book_stats?loans=eq.many",
    status: 400,
    answer: { code: "22P02", message: 'invalid input syntax for type integer: "many"', details: null, hint: null },
    roundTrips: 0,
  },
  {
    name: "sorts what an outer join misses last",
    who: "ada",
    request: "GET /shelf?select=id,reader&order=reader,id",
    status: 200,
    answer: [
      { id: 1, reader: "rex" },
      { id: 1, reader: "sue" },
      { id: 2, reader: null },
      { id: 4, reader: null },
    ],
  },
  {
    name: "gives a named query, at most as many rows as it may",
    request: "GET /writers?select=name,books&order=name",
    status: 200,
    answer: [
      { name: "Ada", books: 2 },
      { name: "Bea", books: 1 },
    ],
  },
  {
    name: "gives a view of a view, of any name",
    request: "GET /busy%20writers",
    status: 200,
    answer: [{ id: idOf("a", 1), name: "Ada" }],
  },
  {
    name: "sums up a view",
    who: "ada",
    request: "GET /book_stats?select=is_busy,loans.sum(),count()&order=is_busy",
    status: 200,
    answer: [
      { is_busy: false, sum: 0, count: 2 },
      { is_busy: true, sum: 3, count: 2 },
    ],
  },
  {
    name: "pages by a view's key",
    who: "ada",
    request: "GET /book_stats?select=book_id,loans&order=loans.desc&limit=1&after=",
    status: 200,
    answer: [{ book_id: 1, loans: 2 }],
    answerHeaders: {
      link: /^<\/rest\/v1\/book_stats\?select=book_id,loans&order=loans.desc&limit=1&after=.+>; rel="next"$/,
    },
  },
  {
    name: "does not page by cursor without a key",
    who: "ada",
    request: "GET /shelf?after=",
    status: 400,
    answer: {
      code: "PER031",
      message: "pages by cursor need an order in which every row has a place of its own",
      details: "shelf has no key that tells its rows apart.",
      hint: null,
    },
    roundTrips: 0,
  },
  {
    name: "writes a view as CSV",
    request: "GET /writers?select=name,books&order=name.desc&limit=1",
    headers: { accept: "text/csv" },
    status: 200,
    text: "name,books\nCy,0",
  },
  {
    name: "gives one row as an object",
    request: "GET /writers?select=name&name=eq.Cy",
    headers: { accept: "application/vnd.pgrst.object+json" },
    status: 200,
    answer: { name: "Cy" },
  },
];

const embeds: readonly Scenario[] = [
  {
    name: "leads from a view to tables, by the tables' foreign keys",
    request: "GET /published?select=title,authors(name),genres(name)&genres.order=name&order=id",
    status: 200,
    answer: [
      { title: "One", authors: { name: "Ada" }, genres: [{ name: "Fable" }, { name: "Tale" }] },
      { title: "Two", authors: { name: "Ada" }, genres: [] },
      { title: "Four", authors: null, genres: [] },
    ],
  },
  {
    name: "leads from a table to a view, and filters by it",
    request: "GET /authors?select=name,published!inner(title)&published.title=like.T*",
    status: 200,
    answer: [{ name: "Ada", published: [{ title: "Two" }] }],
  },
  {
    name: "leads through a junction to a view",
    request: "GET /genres?select=name,published(title)&order=name",
    status: 200,
    answer: [
      { name: "Fable", published: [{ title: "One" }] },
      { name: "Tale", published: [{ title: "One" }] },
    ],
  },
  {
    name: "leads from view to view, one row to one",
    request: "GET /published?select=title,...book_stats(loans)&order=book_stats(loans).desc.nullslast,id",
    status: 200,
    answer: [
      { title: "One", loans: 2 },
      { title: "Two", loans: 1 },
      { title: "Four", loans: null },
    ],
  },
  {
    name: "knows the table's constraint as a hint",
    request: "GET /published?select=id,authors!books_author_id_fkey(name)&id=eq.1",
    status: 200,
    answer: [{ id: 1, authors: { name: "Ada" } }],
  },
  {
    name: "takes a key or a column by itself for the table",
    request: "GET /published?select=id,writer:author_id(name),books_author_id_fkey(name)&id=eq.1",
    status: 200,
    answer: [{ id: 1, writer: { name: "Ada" }, books_author_id_fkey: { name: "Ada" } }],
  },
  {
    name: "refuses several ways to a view",
    request: "GET /writers?select=name,published(id)",
    status: 300,
    answer: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'writers' and 'published'",
      details: [
        {
          cardinality: "one-to-many",
          embedding: "writers with published",
          relationship: "books_author_id_fkey using writers(id) and published(author_id)",
        },
        {
          cardinality: "many-to-one",
          embedding: "writers with published",
          relationship: "writers_first_book_fkey using writers(first_book) and published(id)",
        },
      ],
      hint: "Try changing 'published' to one of the following: 'published!books_author_id_fkey', 'published!writers_first_book_fkey'. Find the desired relationship in the 'details' key.",
    },
    roundTrips: 0,
  },
  {
    name: "takes one of them by its hint",
    request: "GET /writers?select=name,published!writers_first_book_fkey(title)&order=name",
    status: 200,
    answer: [
      { name: "Ada", published: { title: "One" } },
      { name: "Bea", published: null },
    ],
  },
  {
    name: "counts a view's rows inside of a table's",
    request: "GET /authors?select=name,published(count)&order=name&limit=1",
    status: 200,
    answer: [{ name: "Ada", published: [{ count: 2 }] }],
  },
];

const rules: readonly Scenario[] = [
  {
    name: "denies a view without rules, whatever its table allows",
    request: "GET /mails",
    status: 401,
    answer: { code: "42501", message: "permission denied for view mails", details: null, hint: null },
    roundTrips: 0,
  },
  {
    name: "shows nobody what the table hides",
    who: "service",
    request: "GET /mails?select=mail",
    status: 400,
    roundTrips: 0,
  },
  {
    name: "does not ask the rules of the tables inside",
    request: "GET /published?select=id&order=id",
    status: 200,
    answer: [{ id: 1 }, { id: 2 }, { id: 4 }],
  },
  {
    name: "asks its own: rows",
    request: "GET /book_stats?select=book_id&order=book_id",
    status: 200,
    answer: [{ book_id: 1 }, { book_id: 2 }],
  },
  {
    name: "asks its own: columns, also to filter by",
    request: "GET /book_stats?select=book_id&days=gt.1",
    status: 401,
    roundTrips: 0,
  },
  {
    name: "masks a column on the rows of others",
    who: "ada",
    request: "GET /published?select=id,loud&order=id",
    status: 200,
    answer: [
      { id: 1, loud: "ONE" },
      { id: 2, loud: "TWO" },
      { id: 4, loud: null },
    ],
  },
  {
    name: "asks a view from a view's rule",
    who: "bea",
    request: "GET /shelf?select=id&order=loan_id,id",
    status: 200,
    answer: [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 4 }],
  },
];

const refusal = (message: string): Partial<Scenario> => ({
  status: 405,
  answer: {
    code: "55000",
    message,
    details: "Views are read-only: write to the tables that they select from.",
    hint: null,
  },
  answerHeaders: { allow: "OPTIONS,GET,HEAD" },
  roundTrips: 0,
});

const writes: readonly Scenario[] = [
  {
    name: "says what it takes",
    request: "OPTIONS /published",
    status: 200,
    answerHeaders: { allow: "OPTIONS,GET,HEAD" },
    roundTrips: 0,
  },
  { name: "answers HEAD", request: "HEAD /published", status: 200, answer: "" },
  {
    name: "refuses an insert",
    who: "service",
    request: "POST /published",
    body: { title: "x" },
    ...refusal('cannot insert into view "published"'),
  } as Scenario,
  {
    name: "refuses an update",
    request: "PATCH /published?id=eq.1",
    body: { title: "x" },
    ...refusal('cannot update view "published"'),
  } as Scenario,
  {
    name: "refuses a delete",
    request: "DELETE /published?id=eq.1",
    ...refusal('cannot delete from view "published"'),
  } as Scenario,
  {
    name: "refuses a PUT",
    request: "PUT /published?id=eq.1",
    body: { id: 1, title: "x" },
    ...refusal('cannot insert into view "published"'),
  } as Scenario,
  {
    name: "shows at once what is written to its table",
    request: "POST /books?select=id",
    body: { id: 9, title: "Nine", at: "2026-01-09" },
    headers: { prefer: "return=minimal" },
    status: 201,
    effects: [{ sql: "select loud from published where id = 9", rows: [{ loud: "NINE" }] }],
  },
];

play(
  { app: views, seed, people },
  { "a view": reads, "a way through views": embeds, "a rule of a view": rules, "a write to a view": writes },
);
