import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { type GraphCase, playGraph } from "./play.ts";

const reads: readonly GraphCase[] = [
  {
    name: "nests collections three levels down, each with pages and orders of its own",
    query: `{
      artistsCollection(first: 2, orderBy: [{ name: AscNullsLast }]) {
        edges { node { name albumsCollection(orderBy: [{ title: AscNullsLast }]) { edges { node {
          title tracksCollection(first: 1, orderBy: [{ name: AscNullsLast }]) { edges { node { name } } pageInfo { hasNextPage } }
        } } } } }
      }
    }`,
  },
  {
    name: "counts, pages and adds up beside the rows",
    query: `{
      tracksCollection(first: 2, orderBy: [{ id: AscNullsLast }]) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage }
        aggregate { count sum { milliseconds } max { unitPrice } }
        edges { node { id } }
      }
    }`,
  },
  {
    name: "filters by and, or, not and lists",
    query: `query ($names: [String!]) {
      tracksCollection(filter: { or: [{ name: { in: $names } }, { not: { genreId: { is: NOT_NULL } } }] }, orderBy: [{ id: AscNullsLast }]) {
        edges { node { name genre { name } } }
      }
    }`,
    variables: { names: ["Evil Walks"] },
  },
  {
    name: "filters by what is related",
    query: `{
      artistsCollection(filter: { albumsCollection: { some: { title: { startsWith: "Let" } } } }) { edges { node { name } } }
    }`,
  },
  {
    name: "follows a relation to one row upwards",
    query: `{ tracksByPk(id: 1) { name album { title artist { name } } playlistsCollection(orderBy: [{ name: AscNullsLast }]) { edges { node { name } } } } }`,
  },
  { name: "gives null for a key that is not there", query: `{ tracksByPk(id: 99) { name } }` },
  {
    name: "answers aliases, fragments, __typename and directives",
    query: `query ($with: Boolean!) {
      one: artistsByPk(id: 1) { ...A }
      two: artistsByPk(id: 2) { ...A id @skip(if: $with) }
      __typename
    }
    fragment A on Artists { __typename label: name albumsCollection @include(if: $with) { totalCount } }`,
    variables: { with: true },
  },
  {
    name: "shows somebody their own invoices",
    who: "luis",
    query: `{ invoicesCollection(orderBy: [{ id: AscNullsLast }]) { totalCount edges { node { id total } } } }`,
  },
];

const refusals: readonly GraphCase[] = [
  {
    name: "names nothing that the role may not read",
    query: `{ invoicesCollection { totalCount } }`,
    roundTrips: 0,
  },
  {
    name: "tells a wrong variable",
    query: `query ($id: Int!) { tracksByPk(id: $id) { id } }`,
    variables: { id: "x" },
    roundTrips: 0,
  },
  { name: "has no operation to choose", query: `query A { __typename } query B { __typename }`, roundTrips: 0 },
  { name: "is no document", query: `{`, roundTrips: 0 },
];

const writes: readonly GraphCase[] = [
  {
    name: "inserts rows and gives them back",
    who: "luis",
    query: `mutation { insertIntoArtistsCollection(objects: [{ name: "Motörhead" }, { name: "Rush" }]) { affectedCount records { name } } }`,
  },
  {
    name: "updates what the filter finds, at most so many",
    who: "luis",
    query: `mutation { updateArtistsCollection(set: { name: "x" }, filter: { id: { gt: 1 } }, atMost: 2) { affectedCount records { id name } } }`,
  },
  {
    name: "updates nothing where more would be affected",
    who: "luis",
    query: `mutation { updateArtistsCollection(set: { name: "x" }, filter: { id: { gt: 0 } }, atMost: 1) { affectedCount } }`,
  },
  {
    name: "takes several fields as one batch, each seeing the ones before",
    who: "luis",
    query: `mutation {
      insertIntoArtistsCollection(objects: [{ name: "New" }]) { affectedCount }
      deleteFromArtistsCollection(filter: { name: { eq: "New" } }, atMost: 5) { affectedCount }
    }`,
  },
];

const pages: readonly GraphCase[] = [
  {
    name: "gives the rows after a cursor, and says what is on either side",
    query: `{ tracksCollection(first: 2, offset: 1, orderBy: [{ name: DescNullsLast }]) { pageInfo { startCursor endCursor hasNextPage hasPreviousPage } edges { cursor node { name } } } }`,
  },
  {
    name: "gives the last rows, in order",
    query: `{ tracksCollection(last: 2, orderBy: [{ id: AscNullsLast }]) { pageInfo { hasPreviousPage hasNextPage } edges { node { id } } } }`,
  },
  {
    name: "refuses a cursor that is none",
    query: `{ tracksCollection(after: "x") { edges { cursor } } }`,
    roundTrips: 0,
  },
  { name: "refuses a negative first", query: `{ tracksCollection(first: -1) { edges { cursor } } }`, roundTrips: 0 },
  {
    name: "finds a row by its global id, whatever its type",
    query: `{ node(nodeId: "${hex(["artists", "1"])}") { __typename nodeId ... on Artists { name } ... on Albums { title } } }`,
  },
  { name: "finds nothing by an id that is none", query: `{ node(nodeId: "zz") { nodeId } }`, roundTrips: 0 },
];

const schema: readonly GraphCase[] = [
  {
    name: "tells a type",
    query: `{ __type(name: "Tracks") { name fields { name type { kind name ofType { name } } } } }`,
    roundTrips: 0,
  },
  { name: "tells its own name", query: `{ __typename }`, roundTrips: 0 },
];

function hex(parts: readonly string[]): string {
  return Array.from(new TextEncoder().encode(JSON.stringify(parts)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

playGraph({ app: chinook, people, seed }, { reads, pages, schema, refusals, writes });
