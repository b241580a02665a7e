import { beforeAll, describe, expect, it } from "vitest";
import { chinook } from "../../bench/chinook/app.ts";
import type { Json, JsonObject } from "../../src/kernel/json.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

const texts = {
  genre: "query Genre($id: Int!) { genresByPk(id: $id) { name } }",
  rename: `mutation { updateArtistsCollection(set: { name: "Known" }, filter: { id: { eq: 1 } }) { affectedCount } }`,
  invoices: "{ invoicesCollection { totalCount } }",
  broken: "{ genresCollection { nothing } }",
} as const;
const unknown = "0".repeat(64);
const ids = new Map<string, string>();
const stages = new Map<"any" | "known", Stage>();

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

beforeAll(async () => {
  for (const [name, text] of Object.entries(texts)) ids.set(name, await sha256(text));
  // One of them is written in capitals: both ways name the same document.
  const documents = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name === "genre" ? idOf(name).toUpperCase() : idOf(name as keyof typeof texts),
      text,
    ]),
  );
  for (const accepts of ["any", "known"] as const) {
    const app = { ...chinook, graphql: { documents, accepts } };
    stages.set(accepts, await openStage({ app, people, seed, tables: accepts === "any" ? "made" : "kept" }));
  }
});

function idOf(name: keyof typeof texts): string {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`no document ${name}`);
  return id;
}

interface Asked {
  readonly accepts?: "any" | "known";
  readonly who?: string;
  readonly method?: "GET" | "POST";
  readonly body: JsonObject;
}

interface Told {
  readonly status: number;
  readonly data?: Json;
  readonly code: string | null;
  readonly message: string | null;
  readonly roundTrips: number;
}

async function ask({ accepts = "any", who = "anon", method = "POST", body }: Asked): Promise<Told> {
  const stage = stages.get(accepts);
  if (stage === undefined) throw new TypeError(`no stage ${accepts}`);
  const written = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const query = method === "GET" ? `?${new URLSearchParams(written)}` : "";
  const request = new Request(`http://perigee.test/graphql/v1${query}`, {
    method,
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(await stage.credentials(who)),
    },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  const { response, text, recording } = await stage.fetch(request);
  const { data, errors } = JSON.parse(text);
  return {
    status: response.status,
    ...(data === undefined ? {} : { data }),
    code: errors?.[0].extensions.code ?? null,
    message: errors?.[0].message ?? null,
    roundTrips: recording.batches.length,
  };
}

const persisted = (sha256Hash: string): JsonObject => ({ persistedQuery: { version: 1, sha256Hash } });
const jazz = { status: 200, data: { genresByPk: { name: "Jazz" } }, roundTrips: 1 };
const variables = { id: 2 };

describe.each(["any", "known"] as const)("a known document, where %s documents are taken", (accepts) => {
  it.each(["GET", "POST"] as const)("is meant by its id alone, by %s", async (method) => {
    const id = idOf("genre");
    expect(await ask({ accepts, method, body: { documentId: id, variables } })).toMatchObject(jazz);
    expect(await ask({ accepts, method, body: { documentId: `sha256:${id}`, variables } })).toMatchObject(jazz);
    expect(await ask({ accepts, method, body: { documentId: id.toUpperCase(), variables } })).toMatchObject(jazz);
    expect(await ask({ accepts, method, body: { extensions: persisted(id), variables } })).toMatchObject(jazz);
  });

  it("is meant by its text, with its id and without", async () => {
    const query = texts.genre;
    expect(await ask({ accepts, body: { query, variables } })).toMatchObject(jazz);
    expect(await ask({ accepts, body: { query, extensions: persisted(idOf("genre")), variables } })).toMatchObject(
      jazz,
    );
  });

  it("is refused with the id of another", async () => {
    const told = await ask({ accepts, body: { query: texts.genre, documentId: idOf("invoices"), variables } });
    expect(told).toMatchObject({ status: 400, code: "BAD_REQUEST", roundTrips: 0 });
    expect(told.message).toBe("provided sha does not match query");
  });

  it("is not found under an id that nobody has given it", async () => {
    for (const body of [{ documentId: unknown }, { extensions: persisted(unknown) }]) {
      const told = await ask({ accepts, body });
      // The client then sends the text: it knows the refusal by this message.
      expect(told).toMatchObject({ status: 400, code: "PERSISTED_QUERY_NOT_FOUND", roundTrips: 0 });
      expect(told.message).toBe("PersistedQueryNotFound");
    }
  });

  it("gives nobody more than they may use", async () => {
    const body = { documentId: idOf("invoices") };
    expect(await ask({ accepts, body })).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED", roundTrips: 0 });
    expect(await ask({ accepts, who: "luis", body })).toMatchObject({ status: 200, code: null });
  });

  it("is validated like any other", async () => {
    const told = await ask({ accepts, body: { documentId: idOf("broken") } });
    expect(told).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED", roundTrips: 0 });
  });

  it("does not write in a GET", async () => {
    const body = { documentId: idOf("rename") };
    expect(await ask({ accepts, who: "luis", method: "GET", body })).toMatchObject({ status: 405, roundTrips: 0 });
    const written = await ask({ accepts, who: "luis", body });
    expect(written).toMatchObject({ status: 200, data: { updateArtistsCollection: { affectedCount: 1 } } });
  });
});

describe("where known documents alone are taken", () => {
  it.each([
    ["another text", { query: "{ genresCollection { totalCount } }" }],
    ["a known text with a blank more", { query: `${texts.genre} `, variables }],
    [
      "a known text among others",
      { query: `${texts.genre} query More { __typename }`, variables, operationName: "Genre" },
    ],
    ["another text under an id that is not known", { query: "{ __typename }", documentId: unknown }],
    ["a question for the schema", { query: "{ __schema { types { name } } }" }],
    ["what is no document", { query: "{" }],
  ])("%s is refused before it is read", async (_, body) => {
    const told = await ask({ accepts: "known", body });
    expect(told).toMatchObject({ status: 400, code: "PERSISTED_QUERY_REQUIRED", roundTrips: 0 });
    expect(told).not.toHaveProperty("data");
  });

  it("any text is taken elsewhere", async () => {
    expect(await ask({ body: { query: "{ __typename }" } })).toMatchObject({ status: 200, code: null });
  });
});

describe("a definition", () => {
  it("names documents by a SHA-256 in hexadecimal", async () => {
    const graphql = { documents: { genre: texts.genre } };
    const stage = await openStage({ app: { ...chinook, graphql }, people, seed, tables: "kept" });
    const asked = stage.fetch(new Request("http://perigee.test/graphql/v1?query={__typename}"));
    await expect(asked).rejects.toThrow(new TypeError("graphql.documents: genre is no SHA-256 in hexadecimal"));
  });
});
