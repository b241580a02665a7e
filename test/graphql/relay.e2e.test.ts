import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getRequest,
  Network,
  RecordSource,
  Store as RelayStore,
  type Variables,
} from "relay-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Compiled, compileRelay } from "./relay-compile.ts";
import { type Store, startStore } from "./store-server.ts";

// An unmodified Relay runtime with documents of Relay's own compiler, made against the schema that the server tells. The
// server that it then asks takes no others: what is sent is an id.

const documents = `
  query storeArtistQuery($id: Int!) {
    artistsByPk(id: $id) {
      nodeId
      name
      albumsCollection(first: 5, orderBy: [{ id: AscNullsLast }]) { edges { node { title artist { name } } } }
    }
  }
  fragment store_tracks on Query
  @refetchable(queryName: "storeTracksQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "Cursor" }) {
    tracksCollection(first: $count, after: $cursor, orderBy: [{ name: AscNullsLast }])
      @connection(key: "store_tracksCollection", filters: []) {
      edges { node { name } }
    }
  }
  fragment store_albums on Artists
  @refetchable(queryName: "storeAlbumsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 1 }, cursor: { type: "Cursor" }) {
    nodeId
    albumsCollection(first: $count, after: $cursor, orderBy: [{ id: AscNullsLast }])
      @connection(key: "store_albumsCollection", filters: []) {
      edges { node { title } }
    }
  }
  mutation storeRenameMutation($id: Int!, $name: String!) {
    updateArtistsCollection(set: { name: $name }, filter: { id: { eq: $id } }) { affectedCount records { name } }
  }
`;

let open: Store;
let store: Store;
let compiled: Compiled;

beforeAll(async () => {
  // The schema of a customer: the one who writes.
  open = await startStore();
  compiled = await compileRelay(open.url, await open.credentials("luis"), documents);
  store = await startStore({ documents: compiled.documents, accepts: "known", introspection: false });
});

afterAll(async () => {
  compiled?.remove();
  await open?.stop();
  await store?.stop();
});

interface Sent {
  readonly id: string | null | undefined;
  readonly variables: Variables;
}

interface Connected {
  readonly environment: Environment;
  readonly sent: readonly Sent[];
}

async function connect(who: "luis" | null = null): Promise<Connected> {
  const headers = who === null ? {} : await store.credentials(who);
  const sent: Sent[] = [];
  const network = Network.create(async ({ id }, variables) => {
    sent.push({ id, variables });
    const response = await fetch(store.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
      body: JSON.stringify({ documentId: id, variables }),
    });
    return response.json();
  });
  const environment = new Environment({
    network,
    store: new RelayStore(new RecordSource()),
    getDataID: ({ nodeId }) => nodeId,
  });
  return { environment, sent };
}

interface Page {
  readonly edges: readonly { readonly node: { readonly name?: string; readonly title?: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The connection as the store holds it after all that has been fetched. */
function connectionIn(environment: Environment, owner: string, key: string): Page {
  const source = environment.getStore().getSource();
  const record = source.get(`client:${owner}:__${key}_connection`);
  if (record === null || record === undefined) throw new Error(`no connection ${key} among ${source.getRecordIDs()}`);
  const at = (id: string): Record<string, never> => (source.get(id) ?? {}) as Record<string, never>;
  const ids = (record.edges as unknown as { __refs: readonly string[] }).__refs;
  const info = at((record.pageInfo as unknown as { __ref: string }).__ref);
  return {
    edges: ids.map((id) => ({ node: at((at(id).node as unknown as { __ref: string }).__ref) })),
    pageInfo: { hasNextPage: info.hasNextPage === true, endCursor: info.endCursor ?? null },
  };
}

describe("Relay", () => {
  it("normalises rows by nodeId, and has them again without asking", async () => {
    const { environment, sent } = await connect();
    const query = await compiled.request("storeArtistQuery");
    const data = await fetchQuery(environment, query, { id: 1 }).toPromise();
    expect(data).toMatchObject({
      artistsByPk: {
        name: "AC/DC",
        albumsCollection: { edges: [{ node: { title: "For Those About To Rock", artist: { name: "AC/DC" } } }, {}] },
      },
    });
    const types = environment
      .getStore()
      .getSource()
      .getRecordIDs()
      .map((id) => environment.getStore().getSource().get(id)?.__typename);
    expect(types.filter((type) => type === "Artists")).toHaveLength(1);
    expect(types.filter((type) => type === "Albums")).toHaveLength(2);
    const again = await fetchQuery(environment, query, { id: 1 }, { fetchPolicy: "store-or-network" }).toPromise();
    expect(again).toEqual(data);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it("pages a connection to its end, all edges in one", async () => {
    const { environment, sent } = await connect();
    const query = await compiled.request("storeTracksQuery");
    let cursor: string | null = null;
    let page: Page;
    do {
      await fetchQuery(environment, query, { count: 2, cursor }).toPromise();
      page = connectionIn(environment, "root", "store_tracksCollection");
      cursor = page.pageInfo.endCursor;
    } while (page.pageInfo.hasNextPage);
    const names = page.edges.map(({ node }) => node.name);
    expect(names).toEqual(["Evil Walks", "Fast As a Shark", "Go Down", "Snowballed", "So What"]);
    expect(sent).toHaveLength(3);
  });

  it("pages a connection inside a row, found again by node(nodeId)", async () => {
    const { environment, sent } = await connect();
    const artist = await compiled.request("storeArtistQuery");
    const found = await fetchQuery(environment, artist, { id: 1 }).toPromise();
    const { nodeId } = (found as { artistsByPk: { nodeId: string } }).artistsByPk;
    const query = await compiled.request("storeAlbumsQuery");
    await fetchQuery(environment, query, { count: 1, nodeId }).toPromise();
    const { endCursor, hasNextPage } = connectionIn(environment, nodeId, "store_albumsCollection").pageInfo;
    expect(hasNextPage).toBe(true);
    await fetchQuery(environment, query, { count: 1, cursor: endCursor, nodeId }).toPromise();
    const page = connectionIn(environment, nodeId, "store_albumsCollection");
    expect(page.edges.map(({ node }) => node.title)).toEqual(["For Those About To Rock", "Let There Be Rock"]);
    expect(page.pageInfo.hasNextPage).toBe(false);
    expect(sent).toHaveLength(3);
  });

  it("shows what a mutation has written where the row is shown", async () => {
    const { environment, sent } = await connect("luis");
    const query = await compiled.request("storeArtistQuery");
    await fetchQuery(environment, query, { id: 2 }).toPromise();
    const operation = createOperationDescriptor(getRequest(query), { id: 2 });
    const retained = environment.retain(operation);
    await mutate(environment, { id: 2, name: "Udo" });
    expect(environment.lookup(operation.fragment).data).toMatchObject({
      artistsByPk: { name: "Udo", albumsCollection: { edges: [{ node: { artist: { name: "Udo" } } }] } },
    });
    expect(sent).toHaveLength(2);
    retained.dispose();
  });

  it("is told that a mutation failed, and leaves its store as it was", async () => {
    const { environment } = await connect();
    await expect(mutate(environment, { id: 3, name: "X" })).rejects.toThrow(/storeRenameMutation|mutation/i);
    const query = await compiled.request("storeArtistQuery");
    const data = await fetchQuery(environment, query, { id: 3 }).toPromise();
    expect(data).toMatchObject({ artistsByPk: { name: "Aerosmith" } });
  });
});

async function mutate(environment: Environment, variables: Variables): Promise<unknown> {
  const mutation = await compiled.request("storeRenameMutation");
  return new Promise((resolve, reject) => {
    commitMutation(environment, {
      mutation,
      variables,
      onCompleted: (response, errors) =>
        errors === null || errors === undefined ? resolve(response) : reject(new Error(errors[0]?.message)),
      onError: reject,
    });
  });
}
