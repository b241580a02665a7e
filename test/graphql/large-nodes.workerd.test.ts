import { beforeAll, expect, it } from "vitest";
import { anonymous } from "../../src/kernel/principal.ts";
import { app } from "./stream-app.ts";
import { openStreams, type StreamStage } from "./stream-stage.ts";

let stage: StreamStage;
beforeAll(async () => {
  stage = await openStreams({ ...app, limits: { maxAnswerBytes: 100_000, maxDepth: 20 } });
});

it("changes whose related rows are too long an answer together are told by several statements, and what is too long alone is an error", async () => {
  const query =
    "subscription { tracksChanges(operations: [START, INSERT, DELETE]) { operation node { id album { title } } before { id } } }";
  const followed = stage.follow(query, anonymous);
  await followed.untilTold(1);
  const sizes = [30_000, 30_000, 30_000, 30_000, 200_000, 10];
  await stage.write(
    "insert into genres values (1, 'g')",
    ...sizes.map((size, at) => `insert into albums values (${at}, printf('%.*c', ${size}, 'x'), 'all')`),
    ...sizes.map((_, at) => `insert into tracks values (${at}, 't', ${at}, 1)`),
    "delete from tracks where id = 5",
  );
  stage.statements();
  await stage.pump();
  await followed.untilTold(sizes.length + 2);
  const told = followed.results.slice(1).map(({ data }) => data?.tracksChanges);
  expect(told).toEqual([
    ...sizes.map((size, id) => ({
      operation: "INSERT",
      node: size === 200_000 ? null : { id, album: { title: "x".repeat(size) } },
      before: null,
    })),
    { operation: "DELETE", node: null, before: { id: 5 } },
  ]);
  expect(followed.results.flatMap(({ errors }) => errors ?? [])).toMatchObject([
    { message: "the answer is too long", path: ["tracksChanges", "node"], extensions: { code: "54000" } },
  ]);
  expect(stage.statements().length).toBeLessThan(2 * sizes.length);
  followed.end();
});

it("a node that is too complex for the database is an error in each change, and asked for no more than twice", async () => {
  const page = '(first: 1, filter: { genre: { name: { eq: "g" } } }, orderBy: [{ title: AscNullsLast }])';
  const [down, up] = [
    `album { tracksCollection${page} { edges { cursor node { `,
    " } } pageInfo { hasNextPage endCursor } } }",
  ];
  const deep = `${down.repeat(5)}id${up.repeat(5)}`;
  const query = `subscription { tracksChanges(operations: [START, UPDATE]) { node { id ${deep} } } }`;
  const followed = stage.follow(query, anonymous);
  await followed.untilTold(1);
  await stage.pump();
  stage.statements();
  await stage.write("update tracks set title = 'new'");
  await stage.pump();
  await followed.untilTold(6);
  expect(followed.results.slice(1).map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(
    Array.from({ length: 5 }, () => "54000"),
  );
  expect(stage.statements().length).toBeLessThanOrEqual(2);
});
