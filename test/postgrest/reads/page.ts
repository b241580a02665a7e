import { type Answer, type Answers, counted, failed } from "./replay.ts";

const all = JSON.stringify(Array.from({ length: 15 }, (_, index) => ({ id: index + 1 })));
const beyond = (offset: number, rows: number): Answer => ({
  ...failed(416, "PGRST103", "Requested range not satisfiable", {
    details: `An offset of ${offset} was requested, but there are only ${rows} rows.`,
  }),
  range: `*/${rows}`,
  headers: {},
});
const count = " | Prefer: count=exact";

export const pages: Answers = {
  "/items": counted("0-14/*"),
  [`/items?id=eq.0${count}`]: { body: "[]", range: "*/0" },
  "/menagerie | Prefer: count=none": { body: "[]", range: "*/*" },
  "/items?order=id | Prefer: count=none": { body: all, range: "0-14/*" },
  "/items?select=id&order=id.asc&limit=3": { body: '[{"id":1},{"id":2},{"id":3}]', range: "0-2/*" },
  "/items?select=id&order=id.asc&limit=3 | Range-Unit: items | Range: 0-1": {
    body: '[{"id":1},{"id":2}]',
    range: "0-1/*",
  },
  "/clients?select=id,projects(id,tasks(id))&order=id.asc&limit=1&projects.order=id.asc&projects.limit=2&projects.tasks.order=id.asc&projects.tasks.limit=1":
    { body: '[{"id":1,"projects":[{"id":1,"tasks":[{"id":1}]},{"id":2,"tasks":[{"id":3}]}]}]', range: "0-0/*" },
  "/items?select=id&order=id.asc&limit=3&offset=2": { body: '[{"id":3},{"id":4},{"id":5}]', range: "2-4/*" },
  "HEAD /items?select=id&order=id.asc&limit=3&offset=2": counted("2-4/*"),
  "/items?offset=0&id=eq.0": { body: "[]", range: "*/*" },
  [`/items?offset=0&id=eq.0${count}`]: { body: "[]", range: "*/0" },
  "/items?select=id&offset=0&order=id": { body: all, range: "0-14/*" },
  "/items?select=id&offset=-4&order=id": { body: all, range: "0-14/*" },
  "/items?select=id&limit=0": { body: "[]", range: "*/*" },
  "/items?select=id&limit=-1": failed(416, "PGRST103", "Requested range not satisfiable", {
    details: "Limit should be greater than or equal to zero.",
  }),
  [`/menagerie?offset=1${count}`]: beyond(1, 0),
  [`/items?offset=100${count}`]: beyond(100, 15),
  "/items | Range-Unit: items | Range: 0-1": counted("0-1/*"),
  "/items | Range-Unit: items | Range: 0-": counted("0-14/*"),
  "/menagerie | Range-Unit: items | Range: 0-1": { body: "[]", range: "*/*" },
  "/items | Range-Unit: items | Range: 0-0": counted("0-0/*"),
  "/items | Range-Unit: items | Range: 10-100": counted("10-14/*"),
  "/items | Range-Unit: items | Range: 1-0": failed(416, "PGRST103", "Requested range not satisfiable", {
    details: "The lower boundary must be lower than or equal to the upper boundary in the Range header.",
  }),
  [`/menagerie | Range-Unit: items | Range: 1-2${count}`]: beyond(1, 0),
  [`/items | Range-Unit: items | Range: 100-199${count}`]: beyond(100, 15),
  // Counted exactly, whatever was asked for.
  "HEAD /items | Prefer: count=planned": counted("0-14/15"),
  "HEAD /items?limit=2&offset=3 | Prefer: count=planned": counted("3-4/15", 206),
  "HEAD /child_entities?limit=2 | Prefer: count=planned": counted("0-1/6", 206),
  "HEAD /child_entities?select=*,entities(*) | Prefer: count=planned": counted("0-5/6"),
};
