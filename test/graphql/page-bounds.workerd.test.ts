import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { type GraphCase, playGraph } from "./play.ts";

// The bounds of a page whose rows nobody asks for: they change nothing, and are looked at like any other.

const counts: readonly GraphCase[] = [
  { name: "first", query: `query ($n: Int) { tracksCollection(first: $n) { totalCount } }`, variables: { n: 2 } },
  { name: "an offset", query: `{ tracksCollection(first: 1, offset: 3) { totalCount aggregate { count } } }` },
  {
    name: "inside a row",
    query: `{ artistsByPk(id: 1) { albumsCollection(last: 1) { totalCount __typename } } }`,
  },
];

const refusals: readonly GraphCase[] = [
  {
    name: "a negative first",
    query: `query ($n: Int) { tracksCollection(first: $n) { totalCount } }`,
    variables: { n: -1 },
    roundTrips: 0,
  },
  {
    name: "a negative last in a row",
    query: `{ artistsByPk(id: 1) { albumsCollection(last: -1) { totalCount } } }`,
    roundTrips: 0,
  },
  { name: "a negative offset", query: `{ tracksCollection(offset: -1) { aggregate { count } } }`, roundTrips: 0 },
  {
    name: "a cursor that is none",
    query: `{ tracksCollection(after: "nonsense") { totalCount } }`,
    roundTrips: 0,
  },
  {
    name: "a cursor that is none, before",
    query: `{ artistsByPk(id: 1) { albumsCollection(before: "nonsense") { __typename } } }`,
    roundTrips: 0,
  },
];

playGraph({ app: chinook, people, seed }, { "counts with": counts, refuses: refusals });
