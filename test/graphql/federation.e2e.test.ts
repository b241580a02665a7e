import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from "@apollo/gateway";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app } from "./subgraph-app.ts";

// Apollo's own gateway composes Perigee with a second service, and asks both.

const shopSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])
  type Query { orders: [Order!]! bestseller: Books }
  type Order @key(fields: "id") { id: ID! book: Books! }
  type Books @key(fields: "isbn") { isbn: String! title: String! @external stars: Int! label: String! @requires(fields: "title") }
`;

const orders = [
  { id: "1", book: { __typename: "Books", isbn: "978-2" } },
  { id: "2", book: { __typename: "Books", isbn: "978-1" } },
  { id: "3", book: { __typename: "Books", isbn: "978-2" } },
];

let side: Side;
let shop: Server;
let gateway: ApolloGateway;
/** What Perigee was asked: the representations of each request. */
let asked: (readonly unknown[] | null)[] = [];

beforeAll(async () => {
  side = await startSide({
    name: "subgraph",
    script: await bundle(new URL("./subgraph-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: "a secret for nothing but this test alone" },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  const { database } = side;
  await database.batch((await ddl(app)).map((sql) => database.prepare(sql)));
  await database.batch([
    database.prepare("insert into publishers (id, name) values (1, 'Harbour'), (2, 'Lantern')"),
    database.prepare(
      "insert into books (id, isbn, title, publisher_id) values (1, '978-1', 'Fog', 1), (2, '978-2', 'Tides', 2), (3, '978-3', 'Knots', 1)",
    ),
  ]);
  shop = await startShop();
  const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  gateway = new ApolloGateway({
    supergraphSdl: new IntrospectAndCompose({
      subgraphs: [
        { name: "catalogue", url: `http://127.0.0.1:${side.port}/graphql/v1` },
        { name: "shop", url },
      ],
    }),
    buildService: ({ name, url: address }) =>
      new RemoteGraphQLDataSource({
        url: address ?? "",
        willSendRequest({ request }) {
          if (name === "catalogue") asked.push(request.variables?.representations ?? null);
        },
      }),
  });
  await gateway.load();
});

afterAll(async () => {
  await gateway?.stop();
  shop?.close();
  await side?.stop();
});

function startShop(): Promise<Server> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(shopSdl),
    resolvers: {
      Query: { orders: () => orders, bestseller: () => ({ isbn: "978-3" }) },
      Books: {
        __resolveReference: (book: { readonly isbn: string }) => book,
        stars: ({ isbn }: { readonly isbn: string }) => Number(isbn.at(-1)) + 2,
        label: ({ isbn, title }: { readonly isbn: string; readonly title: string }) => `${title} (${isbn})`,
      },
    },
  });
  const server = createServer(createHandler({ schema }));
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function ask(query: string): Promise<unknown> {
  asked = [];
  const document = parse(query);
  const { data, errors } = await gateway.executor({
    document,
    request: { query },
    queryHash: query,
    context: {},
    cache: new Map() as never,
    schema: gateway.schema as never,
  } as never);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

describe("a gateway over Perigee and another service", () => {
  it("follows references of the other service to Perigee's rows, all of them at once", async () => {
    expect(await ask("{ orders { id book { title publisher { name } } } }")).toEqual({
      orders: [
        { id: "1", book: { title: "Tides", publisher: { name: "Lantern" } } },
        { id: "2", book: { title: "Fog", publisher: { name: "Harbour" } } },
        { id: "3", book: { title: "Tides", publisher: { name: "Lantern" } } },
      ],
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.length).toBeGreaterThan(1);
  });

  it("adds the other service's fields to Perigee's rows", async () => {
    const query =
      "{ booksCollection(first: 2) { totalCount edges { node { title stars label publisher { name } } } } }";
    expect(await ask(query)).toEqual({
      booksCollection: {
        totalCount: 3,
        edges: [
          { node: { title: "Fog", stars: 3, label: "Fog (978-1)", publisher: { name: "Harbour" } } },
          { node: { title: "Tides", stars: 4, label: "Tides (978-2)", publisher: { name: "Lantern" } } },
        ],
      },
    });
    expect(asked).toHaveLength(1);
  });

  it("goes there and back where a field needs one of the other's", async () => {
    expect(await ask("{ bestseller { isbn label stars } }")).toEqual({
      bestseller: { isbn: "978-3", label: "Knots (978-3)", stars: 5 },
    });
  });
});
