import type { Scenario } from "./scenario.ts";

const representation = { prefer: "return=representation" };

/** What no kind takes, and how much of everything. */
export const bounds: readonly Scenario[] = [
  {
    name: "takes JSON as deep as the database reads it",
    request: "POST /kinds?select=id",
    body: { text: `{"id":9,"data":${"[".repeat(900)}${"]".repeat(900)}}` },
    headers: representation,
    status: 201,
    answer: [{ id: 9 }],
  },
  {
    name: "refuses JSON that is deeper",
    request: "POST /kinds",
    body: { text: `{"id":9,"data":${"[".repeat(2000)}${"]".repeat(2000)}}` },
    status: 400,
  },
  {
    name: "refuses JSON that is deeper than a stack",
    request: "POST /kinds",
    body: { text: `{"id":9,"data":${"[".repeat(200_000)}${"]".repeat(200_000)}}` },
    status: 400,
    roundTrips: 0,
  },
  {
    name: "refuses more values than a statement takes, with a code",
    request: `GET /kinds?select=id&or=(${Array.from({ length: 120 }, (_, index) => `id.eq.${index}`).join()})`,
    status: 400,
    roundTrips: 0,
  },
  {
    name: "takes more conditions than SQLite nests",
    request: `GET /kinds?select=id&or=(${Array.from({ length: 150 }, () => "data.is.null").join()})&order=id`,
    status: 200,
    answer: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "takes as many filters side by side",
    request: `GET /kinds?select=id&${Array.from({ length: 150 }, () => "data=is.null").join("&")}&order=id`,
    status: 200,
    answer: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "refuses what no enum has",
    request: "POST /kinds",
    body: { mood: "fog" },
    status: 400,
    answer: {
      code: "22P02",
      message: 'invalid input value for enum: "fog" (one of: calm, storm)',
      details: null,
      hint: null,
    },
    roundTrips: 0,
  },
  {
    name: "refuses a text that is too long, in characters and not in bytes",
    request: "POST /kinds",
    body: { short: "äöüßx!" },
    status: 400,
    answer: { code: "22001", message: "value too long for type character varying(5)", details: null, hint: null },
    roundTrips: 0,
  },
  {
    name: "takes five characters of whatever width",
    request: "POST /kinds?select=short",
    body: { short: "äö😀ßx" },
    headers: representation,
    status: 201,
    answer: [{ short: "äö😀ßx" }],
  },
  {
    name: "refuses a text with a NUL in it",
    request: "POST /kinds",
    body: { short: "a\u0000b" },
    status: 400,
    roundTrips: 0,
  },
  {
    name: "refuses a day that there is not",
    request: "POST /kinds",
    body: { day: "2026-02-30" },
    status: 400,
    answer: { code: "22008", message: 'date/time field value out of range: "2026-02-30"', details: null, hint: null },
    roundTrips: 0,
  },
  {
    name: "refuses a fraction for an integer",
    request: "POST /kinds",
    body: { whole: 1.5 },
    status: 400,
    answer: { code: "22P02", message: 'invalid input syntax for type integer: "1.5"', details: null, hint: null },
    roundTrips: 0,
  },
  {
    name: "names the check that failed",
    request: "POST /kinds",
    body: { whole: 1000 },
    status: 400,
    answer: {
      code: "23514",
      message: 'new row for relation "kinds" violates check constraint "kinds_whole_small"',
      details: null,
      hint: null,
    },
  },
  {
    name: "refuses a generated column",
    request: "POST /kinds",
    body: { doubled: 2 },
    status: 400,
    answer: {
      code: "428C9",
      message: 'cannot insert a non-DEFAULT value into column "doubled"',
      details: 'Column "doubled" is a generated column.',
      hint: null,
    },
    roundTrips: 0,
  },
];
