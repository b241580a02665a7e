import { afterEach, beforeAll, expect, it } from "vitest";
import { anonymous, type Principal } from "../../src/kernel/principal.ts";
import { app } from "./stream-app.ts";
import { type Followed, openStreams, type StreamStage } from "./stream-stage.ts";

let stage: StreamStage;
beforeAll(async () => {
  stage = await openStreams(app);
});

const open: Followed[] = [];
function follow(...asked: Parameters<StreamStage["follow"]>): Followed {
  const followed = stage.follow(...asked);
  open.push(followed);
  return followed;
}
afterEach(async () => {
  for (const { end } of open.splice(0)) end();
  await stage.write(...["notes", "tags", "genres", "albums"].map((name) => `delete from ${name}`));
  await stage.pump();
  stage.statements();
});

function person(id: string, more: Partial<Principal> = {}): Principal {
  return { id, role: "authenticated", sessionId: `session of ${id}`, claims: { sub: id }, ...more };
}

function told({ results }: Followed): unknown {
  return Object.values(results.at(-1)?.data ?? {})[0];
}

const tags = "subscription { tagsCollection(orderBy: [{ id: AscNullsLast }]) { edges { node { name } } } }";

it("asks the database once for a hundred people who see the same", async () => {
  const everybody = Array.from({ length: 100 }, (_, index) => (index < 50 ? anonymous : person(`p${index}`)));
  const all = everybody.map((principal) => follow(tags, principal));
  await Promise.all(all.map((each) => each.untilTold(1)));
  // Those who came while the first was being answered share the next, and each role has a statement of its own.
  expect(stage.statements().length).toBeLessThanOrEqual(4);
  for (const name of ["a", "b"]) {
    const count = all[0]?.results.length ?? 0;
    await stage.write(`insert into tags (name) values ('${name}')`);
    await stage.pump();
    await Promise.all(all.map((each) => each.untilTold(count + 1)));
    expect(stage.statements()).toHaveLength(2);
  }
  expect(new Set(all.map((each) => JSON.stringify(told(each))))).toEqual(
    new Set(['{"edges":[{"node":{"name":"a"}},{"node":{"name":"b"}}]}']),
  );
});

it("tells who comes later at once, and nobody anything twice", async () => {
  await stage.write("insert into tags (name) values ('a')");
  const first = follow(tags, anonymous);
  await first.untilTold(1);
  const began = performance.now();
  const second = follow(tags, anonymous);
  await second.untilTold(1);
  expect(performance.now() - began).toBeLessThan(900);
  expect(told(second)).toEqual(told(first));
  await stage.write("insert into tags (name) values ('b')");
  await stage.pump();
  await Promise.all([first.untilTold(2), second.untilTold(2)]);
  first.end();
  await stage.write("insert into tags (name) values ('c')");
  await stage.pump();
  await second.untilTold(3);
  expect([first.results.length, second.results.length]).toEqual([2, 3]);
});

const notes = "subscription { notesCollection(orderBy: [{ id: AscNullsLast }]) { edges { node { body } } } }";
const bodies = (followed: Followed): readonly string[] =>
  (told(followed) as { edges: readonly { node: { body: string } }[] }).edges.map(({ node }) => node.body);

it("tells nobody what only another may see, by id or by any claim that a rule looks at", async () => {
  const people = [
    person("ada"),
    person("eve"),
    person("eve", { claims: { sub: "eve", app_metadata: { team: "red" } } }),
    person("eve", { claims: { sub: "eve", app_metadata: { team: "blue" } } }),
    person("eve", { claims: { sub: "eve", app_metadata: { team: ["red"] } } }),
    { ...anonymous, role: "service_role" },
  ];
  const seen = people.map((principal) => follow(notes, principal));
  await Promise.all(seen.map((each) => each.untilTold(1)));
  await stage.write(
    "insert into notes (owner, team, body) values ('ada', null, 'of ada'), ('x', 'red', 'of red'), ('x', 'blue', 'of blue'), ('x', null, 'of x')",
  );
  await stage.pump();
  const service = ["of ada", "of red", "of blue", "of x"];
  await Promise.all([0, 2, 3, 5].map((at) => seen[at]?.untilTold(2)));
  expect(seen.map(bodies)).toEqual([["of ada"], [], ["of red"], ["of blue"], [], service]);
});

it("tells values of variables apart", async () => {
  const query =
    "subscription ($name: String!) { tagsCollection(filter: { name: { eq: $name } }) { edges { node { name } } } }";
  await stage.write("insert into tags (name) values ('a'), ('b')");
  const both = ["a", "b"].map((name) => follow(query, anonymous, { name }));
  await Promise.all(both.map((each) => each.untilTold(1)));
  expect(both.map(told)).toEqual(["a", "b"].map((name) => ({ edges: [{ node: { name } }] })));
});

it("gives what resolvers make of the caller to that caller alone", async () => {
  const query = "subscription { tracksCollection { edges { node { reader } } } }";
  await stage.write(
    "insert into genres values (1, 'g')",
    "insert into tracks (id, title, genre_id) values (1, 't', 1)",
  );
  const all = [person("ada"), person("eve"), anonymous].map((principal) => follow(query, principal));
  await Promise.all(all.map((each) => each.untilTold(1)));
  expect(all.map(told)).toEqual(["ada", "eve", null].map((reader) => ({ edges: [{ node: { reader } }] })));
});

it("tells all of them what the database could not answer at first", async () => {
  stage.failNext(1);
  const all = [anonymous, anonymous].map((principal) => follow(tags, principal));
  await Promise.all(all.map((each) => each.untilTold(1)));
  expect(all.map(told)).toEqual([{ edges: [] }, { edges: [] }]);
});
