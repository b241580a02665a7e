import { createHash } from "node:crypto";
import { Client, type CombinedError, createRequest, fetchExchange, stringifyDocument } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Store, startStore } from "./store-server.ts";

// The unmodified urql, without a cache that could answer in the server's place.

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
/** As the client writes it. */
const known = stringifyDocument(
  createRequest("{ genresCollection(orderBy: [{ id: AscNullsLast }]) { edges { node { name } } } }", {}).query,
);
let store: Store;

beforeAll(async () => {
  store = await startStore({ documents: { [sha256(known)]: known } });
});

afterAll(() => store?.stop());

async function connect(who: "luis" | null = null, preferGetMethod = false): Promise<Client> {
  const headers = who === null ? {} : { ...(await store.credentials(who)) };
  return new Client({ url: store.url, exchanges: [fetchExchange], fetchOptions: { headers }, preferGetMethod });
}

interface Tracks {
  readonly tracksCollection: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly name: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const page = `query ($after: Cursor) {
  tracksCollection(first: 2, after: $after, orderBy: [{ milliseconds: DescNullsLast }]) {
    totalCount edges { node { name } } pageInfo { hasNextPage endCursor }
  }
}`;

describe("urql", () => {
  it("asks for nested connections, by POST and by GET", async () => {
    const query = `{ artistsCollection(first: 2, orderBy: [{ name: AscNullsLast }]) { edges { node {
      name albumsCollection(orderBy: [{ id: AscNullsLast }]) { edges { node { title tracksCollection { totalCount } } } }
    } } } }`;
    const posted = await (await connect()).query(query, {}).toPromise();
    const got = await (await connect(null, true)).query(query, {}).toPromise();
    expect(posted.error).toBeUndefined();
    expect(got.data).toEqual(posted.data);
    expect(posted.data.artistsCollection.edges[0].node).toMatchObject({
      name: "AC/DC",
      albumsCollection: {
        edges: [{ node: { title: "For Those About To Rock", tracksCollection: { totalCount: 2 } } }, { node: {} }],
      },
    });
  });

  it("goes through the pages of a collection by their cursors", async () => {
    const client = await connect();
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data, error }: { data?: Tracks; error?: CombinedError } = await client
        .query<Tracks>(page, { after })
        .toPromise();
      expect(error).toBeUndefined();
      expect(data?.tracksCollection.totalCount).toBe(5);
      names.push(...(data?.tracksCollection.edges ?? []).map(({ node }) => node.name));
      after = data?.tracksCollection.pageInfo.hasNextPage === true ? data.tracksCollection.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(["So What", "Go Down", "Evil Walks", "Fast As a Shark", "Snowballed"]);
  });

  it("writes, is told what was written, and by code why it was not", async () => {
    const client = await connect("luis");
    const insert = `mutation ($objects: [ArtistsInsertInput!]!) {
      insertIntoArtistsCollection(objects: $objects) { affectedCount records { id name } }
    }`;
    const made = await client.mutation(insert, { objects: [{ id: 77, name: "Made" }] }).toPromise();
    expect(made.error).toBeUndefined();
    expect(made.data.insertIntoArtistsCollection).toMatchObject({
      affectedCount: 1,
      records: [{ id: 77, name: "Made" }],
    });
    const twice = await client.mutation(insert, { objects: [{ id: 77, name: "Twice" }] }).toPromise();
    expect(twice.data ?? null).toBeNull();
    expect(twice.error?.graphQLErrors[0]?.extensions.code).toBe("23505");
    const removed = await client
      .mutation(`mutation { deleteFromArtistsCollection(filter: { id: { eq: 77 } }) { records { name } } }`, {})
      .toPromise();
    expect(removed.data.deleteFromArtistsCollection.records).toMatchObject([{ name: "Made" }]);
  });

  it("reads a refusal of 4xx as an error with its code and place", async () => {
    const { error, data } = await (await connect()).query("{ artistsCollection { edgs } }", {}).toPromise();
    expect(data).toBeUndefined();
    expect(error?.networkError).toBeUndefined();
    expect(error?.graphQLErrors[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(error?.graphQLErrors[0]?.locations).toHaveLength(1);
  });

  it("asks by the hash of a known document, and sends the text of another when it is told so", async () => {
    const sent: string[] = [];
    const client = new Client({
      url: store.url,
      exchanges: [
        persistedExchange({ preferGetForPersistedQueries: true, generateHash: async (text) => sha256(text) }),
        fetchExchange,
      ],
      fetch: (address, init) => {
        sent.push(`${init?.method} ${address} ${init?.body ?? ""}`);
        return fetch(address, init);
      },
    });
    const { data, error } = await client.query(known, {}).toPromise();
    expect(error).toBeUndefined();
    expect(data.genresCollection.edges).toHaveLength(2);
    expect(sent).toEqual([expect.stringMatching(/^GET .*persistedQuery/)]);
    expect(sent[0]).not.toContain("genresCollection");
    const other = await client.query("{ artistsCollection { totalCount } }", {}).toPromise();
    expect(other.error).toBeUndefined();
    expect(other.data.artistsCollection.totalCount).toBe(3);
    expect(sent).toHaveLength(3);
  });
});
