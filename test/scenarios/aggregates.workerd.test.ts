import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "./chinook-seed.ts";
import { play } from "./play.ts";
import type { Scenario } from "./scenario.ts";

const aggregates: readonly Scenario[] = [
  {
    name: "counts all rows, and none as 0",
    request: "GET /tracks?select=count()",
    status: 200,
    answer: [{ count: 5 }],
  },
  {
    name: "counts what the filter lets through",
    request: "GET /tracks?select=all:count(),genre_id.count()&unit_price=lt.1",
    status: 200,
    answer: [{ all: 4, count: 3 }],
  },
  {
    name: "groups by what else is selected, in its order",
    request: "GET /tracks?select=genre_id,count(),milliseconds.max(),price:unit_price.sum()&order=genre_id.desc",
    status: 200,
    answer: [
      { genre_id: null, count: 1, max: 230_619, price: 0.99 },
      { genre_id: 2, count: 1, max: 564_009, price: 0.99 },
      { genre_id: 1, count: 3, max: 331_180, price: 0.99 + 0.99 + 1.99 },
    ],
  },
  {
    name: "pages through groups",
    request: "GET /tracks?select=genre_id,count()&order=genre_id.asc&limit=1&offset=1",
    status: 200,
    answer: [{ genre_id: 2, count: 1 }],
  },
  {
    name: "counts related rows of each row, as supabase-js writes it",
    request: "GET /artists?select=name,albums(count)&order=name",
    status: 200,
    answer: [
      { name: "AC/DC", albums: [{ count: 2 }] },
      { name: "Accept", albums: [{ count: 1 }] },
      { name: "Aerosmith", albums: [{ count: 0 }] },
    ],
  },
  {
    name: "groups inside an embed, and through a junction",
    request: "GET /playlists?select=name,tracks(genre_id,count())&tracks.order=genre_id&order=name",
    status: 200,
    answer: [
      { name: "Empty", tracks: [] },
      {
        name: "Loud",
        tracks: [
          { genre_id: 1, count: 2 },
          { genre_id: null, count: 1 },
        ],
      },
      {
        name: "Music",
        tracks: [
          { genre_id: 1, count: 1 },
          { genre_id: 2, count: 1 },
        ],
      },
    ],
  },
  {
    name: "groups by a related row",
    request: "GET /albums?select=artist:artists(name),count()",
    status: 200,
    answer: [
      { artist: { name: "AC/DC" }, count: 2 },
      { artist: { name: "Accept" }, count: 1 },
    ],
  },
  {
    name: "casts what comes out",
    request: "GET /tracks?select=milliseconds.avg()::text,total:milliseconds.sum()",
    status: 200,
    answer: [{ avg: "318481.4", total: 1_592_407 }],
  },
  {
    name: "counts only the caller's own rows",
    who: "luis",
    request: "GET /invoices?select=count()",
    status: 200,
    effects: [],
  },
  {
    name: "refuses an order by what is not grouped",
    request: "GET /tracks?select=genre_id,count()&order=name",
    status: 400,
    answer: {
      code: "42803",
      message: 'column "tracks.name" must appear in the GROUP BY clause or be used in an aggregate function',
      details: null,
      hint: null,
    },
  },
  {
    name: "refuses a sum of text",
    request: "GET /tracks?select=name.sum()",
    status: 404,
  },
];

play({ app: chinook, seed, people }, { aggregates });
