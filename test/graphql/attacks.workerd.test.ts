import { beforeAll, describe, expect, it } from "vitest";
import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: chinook, people, seed });
});

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(" ");
const nest = (depth: number): string =>
  depth === 0 ? "name" : `albumsCollection { edges { node { artist { ${nest(depth - 1)} } } } }`;
const post = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });

const attacks: readonly (readonly [string, RequestInit])[] = [
  ["aliases", post({ query: `{ ${times(1_000, (i) => `a${i}: artistsByPk(id: 1) { name }`)} }` })],
  ["root fields", post({ query: `{ ${times(30, (i) => `a${i}: __typename`)} }` })],
  ["directives", post({ query: `{ artistsByPk(id: 1) { name ${"@include(if: true) ".repeat(1_000)} } }` })],
  [
    "a circle of fragments",
    post({ query: "{ artistsByPk(id: 1) { ...A } } fragment A on Artists { ...B } fragment B on Artists { ...A }" }),
  ],
  ["a fragment in itself", post({ query: "{ artistsByPk(id: 1) { ...A } } fragment A on Artists { name ...A }" })],
  ["depth", post({ query: `{ artistsCollection { edges { node { ${nest(20)} } } } }` })],
  ["braces", post({ query: "{ a ".repeat(20_000) })],
  [
    "brackets in a value",
    post({ query: `{ artistsCollection(filter: { and: ${"[".repeat(20_000)} }) { totalCount } }` }),
  ],
  ["the same field", post({ query: `{ artistsByPk(id: 1) { ${"name ".repeat(2_000)} } }` })],
  ["words", post({ query: `{ artistsByPk(id: 1) { ${times(20_000, () => "name")} } }` })],
  [
    "fragments doubled at each step",
    post({
      query: `{ artistsByPk(id: 1) { ...F0 ...F0 } } ${times(25, (i) => `fragment F${i} on Artists { ...F${i + 1} ...F${i + 1} }`)} fragment F25 on Artists { name }`,
    }),
  ],
  ["a batch", post(Array.from({ length: 500 }, () => ({ query: "{ __typename }" })))],
  [
    "a huge page",
    post({
      query: `{ artistsCollection(first: 1000000) { edges { node { albumsCollection(first: 1000000) { edges { node { tracksCollection(first: 1000000) { edges { node { name } } } } } } } } } }`,
    }),
  ],
  [
    "a loop in the schema",
    post({ query: `{ __schema { types { ${"fields { type { ".repeat(20)} name ${"} }".repeat(20)} } } }` }),
  ],
  ["no JSON", { method: "POST", body: "{" }],
  ["an array nested without end", { method: "POST", body: "[".repeat(100_000) }],
];

describe("a document that attacks", () => {
  it.each(attacks)("with %s is refused with a code, before the database is asked", async (_, init) => {
    const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
    const { response, text, recording } = await stage.fetch(
      new Request("http://perigee.test/graphql/v1", { ...init, headers }),
    );
    expect([response.status >= 400 && response.status < 500, recording.batches.length], text).toEqual([true, 0]);
    const { errors } = JSON.parse(text) as {
      readonly errors: readonly { readonly extensions: { readonly code: string } }[];
    };
    expect(errors.every(({ extensions }) => extensions.code !== "PER500")).toBe(true);
    expect(text.length).toBeLessThan(10_000);
  });

  it("with too many words is refused by a status to clients that take JSON alone, too", async () => {
    const init = post({ query: `{ artistsByPk(id: 1) { ${"name ".repeat(20_000)} } }` });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const { response, text } = await stage.fetch(new Request("http://perigee.test/graphql/v1", { ...init, headers }));
    expect([response.status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, "PER004"]);
  });
});
