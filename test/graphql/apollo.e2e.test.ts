import { createHash } from "node:crypto";
import { ApolloClient, gql, HttpLink, InMemoryCache, type ObservableQuery } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { print } from "graphql";
import { filter, firstValueFrom, from } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Store, startStore } from "./store-server.ts";

// The unmodified Apollo Client: its normalised cache, its pages, its errors, its persisted queries.

const artistQuery = gql`
  query Artist($id: Int!) {
    artistsByPk(id: $id) {
      nodeId
      name
      albumsCollection(orderBy: [{ id: AscNullsLast }]) {
        edges { node { nodeId title artist { nodeId name } } }
      }
    }
  }
`;
const tracksQuery = gql`
  query Tracks($first: Int!, $after: Cursor) {
    tracksCollection(first: $first, after: $after, orderBy: [{ name: AscNullsLast }]) {
      edges { cursor node { nodeId name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
const albumsQuery = gql`
  query Albums($first: Int!, $after: Cursor) {
    artistsByPk(id: 1) {
      nodeId
      albumsCollection(first: $first, after: $after, orderBy: [{ id: AscNullsLast }]) {
        edges { cursor node { nodeId title } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;
const rename = gql`
  mutation Rename($id: Int!, $name: String!) {
    updateArtistsCollection(set: { name: $name }, filter: { id: { eq: $id } }) {
      affectedCount
      records { nodeId name }
    }
  }
`;

interface Artist {
  readonly nodeId: string;
  readonly name: string;
  readonly albumsCollection: {
    readonly edges: readonly {
      readonly node: { readonly title: string; readonly artist: { readonly name: string } };
    }[];
  };
}

interface Page {
  readonly edges: readonly { readonly node: { readonly name?: string; readonly title?: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const inCache = new InMemoryCache();
/** The document as the client sends it: with `__typename` everywhere. */
const tracksText = print(inCache.transformDocument(tracksQuery));

let store: Store;
let closed: Store;
beforeAll(async () => {
  const documents = { [sha256(tracksText)]: tracksText };
  store = await startStore({ documents });
  closed = await startStore({ documents, accepts: "known" });
});

afterAll(async () => {
  await store?.stop();
  await closed?.stop();
});

interface ClientOptions {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly persisted?: boolean;
}

interface Connected {
  readonly client: ApolloClient;
  /** What went over the network, as it was sent. */
  readonly sent: readonly { readonly method: string; readonly text: string }[];
}

function connect({ url = store.url, headers = {}, persisted = false }: ClientOptions = {}): Connected {
  const sent: { method: string; text: string }[] = [];
  const http = new HttpLink({
    uri: url,
    headers: { ...headers },
    fetch: (address, init) => {
      sent.push({
        method: init?.method ?? "GET",
        text: init?.body === undefined ? String(address) : String(init.body),
      });
      return fetch(address, init);
    },
  });
  const client = new ApolloClient({
    link: persisted ? new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(http) : http,
    cache: new InMemoryCache({
      dataIdFromObject: ({ __typename, nodeId }) =>
        typeof nodeId === "string" ? `${__typename}:${nodeId}` : undefined,
      typePolicies: {
        Query: { fields: { tracksCollection: relayStylePagination(["filter", "orderBy"]) } },
        Artists: { fields: { albumsCollection: relayStylePagination(["filter", "orderBy"]) } },
      },
    }),
  });
  return { client, sent };
}

/** What a watched query shows once all of it has come. */
async function settled<Data>(watched: ObservableQuery<Data>): Promise<Data> {
  const complete = from(watched).pipe(filter(({ dataState, loading }) => dataState === "complete" && !loading));
  return (await firstValueFrom(complete)).data as Data;
}

describe("Apollo Client", () => {
  it("keeps one object a row, whichever way it came", async () => {
    const { client, sent } = connect();
    const { data } = await client.query<{ artistsByPk: Artist }>({ query: artistQuery, variables: { id: 1 } });
    expect(data?.artistsByPk.albumsCollection.edges.map(({ node }) => [node.title, node.artist.name])).toEqual([
      ["For Those About To Rock", "AC/DC"],
      ["Let There Be Rock", "AC/DC"],
    ]);
    const kept = Object.keys(client.cache.extract() as object).map((key) => key.split(":")[0]);
    expect(kept.sort()).toEqual(["Albums", "Albums", "Artists", "ROOT_QUERY"]);
    await client.query({ query: artistQuery, variables: { id: 1 } });
    expect(sent).toHaveLength(1);
  });

  it("shows what a mutation has written, by nodeId, without asking again", async () => {
    const { client, sent } = connect({ headers: await store.credentials("luis") });
    const { data } = await client.query<{ artistsByPk: Artist }>({ query: artistQuery, variables: { id: 2 } });
    expect(data?.artistsByPk.name).toBe("Accept");
    await client.mutate({ mutation: rename, variables: { id: 2, name: "Udo" } });
    const again = await client.query<{ artistsByPk: Artist }>({ query: artistQuery, variables: { id: 2 } });
    expect(again.data?.artistsByPk.name).toBe("Udo");
    expect(again.data?.artistsByPk.albumsCollection.edges[0]?.node.artist.name).toBe("Udo");
    expect(sent).toHaveLength(2);
  });

  it("pages by relayStylePagination to the end, nothing left out and nothing twice", async () => {
    const { client, sent } = connect();
    const watched = client.watchQuery<{ tracksCollection: Page }>({ query: tracksQuery, variables: { first: 2 } });
    watched.subscribe({});
    let page = (await settled(watched)).tracksCollection;
    while (page.pageInfo.hasNextPage === true) {
      await watched.fetchMore({ variables: { after: page.pageInfo.endCursor } });
      page = (await settled(watched)).tracksCollection;
    }
    expect(page.edges.map(({ node }) => node.name)).toEqual([
      "Evil Walks",
      "Fast As a Shark",
      "Go Down",
      "Snowballed",
      "So What",
    ]);
    expect(sent).toHaveLength(3);
    client.stop();
  });

  it("pages a connection inside a row", async () => {
    const { client } = connect();
    const watched = client.watchQuery<{ artistsByPk: { albumsCollection: Page } }>({
      query: albumsQuery,
      variables: { first: 1 },
    });
    watched.subscribe({});
    const first = (await settled(watched)).artistsByPk.albumsCollection;
    expect(first.pageInfo.hasNextPage).toBe(true);
    await watched.fetchMore({ variables: { after: first.pageInfo.endCursor } });
    const all = (await settled(watched)).artistsByPk.albumsCollection;
    expect(all.edges.map(({ node }) => node.title)).toEqual(["For Those About To Rock", "Let There Be Rock"]);
    expect(all.pageInfo.hasNextPage).toBe(false);
    client.stop();
  });

  it("is told by code why a mutation is refused", async () => {
    const { client } = connect();
    const refused = await client.mutate({ mutation: rename, variables: { id: 2, name: "X" } }).catch((error) => error);
    expect(CombinedGraphQLErrors.is(refused)).toBe(true);
    expect(refused.errors[0].extensions.code).toBe("0A000");
    const { client: allowed } = connect({ headers: await store.credentials("luis") });
    const many = gql`mutation { updateArtistsCollection(set: { name: "all" }) { affectedCount } }`;
    const tooMany = await allowed.mutate({ mutation: many }).catch((error) => error);
    expect(CombinedGraphQLErrors.is(tooMany)).toBe(true);
    expect(tooMany.errors[0].extensions.code).toBe("PGRST124");
    const left = await allowed.query<{ artistsByPk: Artist }>({ query: artistQuery, variables: { id: 3 } });
    expect(left.data?.artistsByPk.name).toBe("Aerosmith");
  });

  it("asks by the hash of a known document, in a GET without its text", async () => {
    const { client, sent } = connect({ persisted: true });
    const { data } = await client.query<{ tracksCollection: Page }>({ query: tracksQuery, variables: { first: 2 } });
    expect(data?.tracksCollection.edges).toHaveLength(2);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.method).toBe("GET");
    expect(sent[0]?.text).toContain(sha256(tracksText));
    expect(sent[0]?.text).not.toContain("tracksCollection");
  });

  it("sends the text of a document that is not known, when it is told so", async () => {
    const { client, sent } = connect({ persisted: true });
    const { data } = await client.query<{ artistsByPk: Artist }>({ query: artistQuery, variables: { id: 1 } });
    expect(data?.artistsByPk.name).toBe("AC/DC");
    expect(sent).toHaveLength(2);
    expect(sent[1]?.text).toContain("artistsByPk");
  });

  it("gets nothing but known documents where the server takes no others", async () => {
    const { client } = connect({ url: closed.url, persisted: true });
    const { data } = await client.query<{ tracksCollection: Page }>({ query: tracksQuery, variables: { first: 2 } });
    expect(data?.tracksCollection.edges).toHaveLength(2);
    const refused = await client.query({ query: artistQuery, variables: { id: 1 } }).catch((error) => error);
    expect(CombinedGraphQLErrors.is(refused)).toBe(true);
    expect(refused.errors[0].extensions.code).toBe("PERSISTED_QUERY_REQUIRED");
  });
});
