import type { Scenario } from "./scenario.ts";

/** Several writes of a function as one transaction. */
export const batches: readonly Scenario[] = [
  {
    name: "takes effect as a whole",
    who: "reader",
    request: "POST /rpc/lend?select=note,books(title,copies)",
    body: { book: 2 },
    // One to read, one batch of both writes, one for what is asked of the result.
    roundTrips: 3,
    status: 200,
    answer: { note: "lent", books: { title: "The Dispossessed", copies: 0 } },
    effects: [
      { sql: "select copies from books where id = 2", rows: [{ copies: 0 }] },
      { sql: "select count(*) as n from _perigee_changes", rows: [{ n: 2 }] },
      { sql: "select distinct actor from _perigee_changes", rows: [{ actor: "a0000000-0000-4000-8000-000000000001" }] },
    ],
  },
  {
    name: "is undone as a whole",
    who: "reader",
    request: "POST /rpc/lend",
    body: { book: 1 },
    roundTrips: 2,
    status: 409,
    answer: {
      code: "23505",
      message: 'duplicate key value violates unique constraint "loans_pkey"',
      details: "Key (book_id, reader_id)=(1, a0000000-0000-4000-8000-000000000001) already exists.",
      hint: null,
    },
    effects: [
      { sql: "select copies from books where id = 1", rows: [{ copies: 3 }] },
      { sql: "select count(*) as n from _perigee_changes", rows: [{ n: 0 }] },
    ],
  },
  {
    name: "is not sent where the function has failed before",
    who: "reader",
    request: "POST /rpc/lend",
    body: { book: 99 },
    roundTrips: 1,
    status: 404,
    answer: { code: "PT404", message: "There is no such book", details: null, hint: null },
  },
  {
    name: "tells for each write how many rows it was",
    who: "librarian",
    request: "POST /rpc/tidy",
    body: { topic: "clean" },
    roundTrips: 1,
    status: 200,
    answer: [1, 3, 2, 0, 0],
    effects: [
      {
        sql: "select id, name from authors order by id",
        rows: [
          { id: 1, name: "Frank Herbert" },
          { id: 2, name: "Le Guin" },
          { id: 3, name: "Lem" },
        ],
      },
    ],
  },
  {
    name: "is held by rules, each write by its own",
    who: "librarian",
    request: "POST /rpc/half",
    body: { id: 50 },
    roundTrips: 1,
    status: 204,
    effects: [{ sql: "select copies from books where id = 1", rows: [{ copies: 100 }] }],
  },
  {
    name: "of which the second fails has no first",
    who: "librarian",
    request: "POST /rpc/half",
    body: { id: 2 },
    roundTrips: 1,
    status: 409,
    effects: [{ sql: "select copies from books where id = 1", rows: [{ copies: 3 }] }],
  },
  {
    name: "may fail without the function failing",
    who: "librarian",
    request: "POST /rpc/caught",
    // The session is not known to be alive by a batch that failed.
    roundTrips: 2,
    status: 200,
    text: '"23505"',
  },
  {
    name: "is seen by what the function reads next",
    who: "librarian",
    request: "POST /rpc/two_steps",
    roundTrips: 3,
    status: 200,
    text: "1",
  },
];
