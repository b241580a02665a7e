import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Principal } from "../../src/kernel/principal.ts";
import { app } from "./stream-app.ts";
import { type Followed, openStreams, type StreamStage } from "./stream-stage.ts";

let stage: StreamStage;
beforeAll(async () => {
  stage = await openStreams(app);
});

const open: Followed[] = [];
/** Resolves when what is written from then on is told. */
async function follow(query: string, principal: Principal = anonymous): Promise<Followed> {
  const followed = stage.follow(query, principal);
  open.push(followed);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return followed;
}
afterEach(async () => {
  for (const { end } of open.splice(0)) end();
  await stage.write(...["track_tags", "tracks", "tags", "genres", "albums"].map((name) => `delete from ${name}`));
  await stage.pump();
  stage.statements();
});

function person(id: string): Principal {
  return { id, role: "authenticated", sessionId: null, claims: { sub: id } };
}

const changes = ({ results }: Followed): readonly unknown[] => results.map(({ data }) => Object.values(data ?? {})[0]);

const music = [
  "insert into genres values (1, 'folk')",
  "insert into albums values (1, 'for all', 'all'), (2, 'of ada', 'ada')",
  "insert into tags values (1, 'loud'), (2, 'slow')",
];
const full =
  "{ operation node { title album { title } loud tags: tagsCollection(orderBy: [{ id: AscNullsLast }]) { totalCount edges { node { name } } } } }";

describe("the node of a change", () => {
  it("has related rows and what resolvers make, by one statement for all changes of a transaction", async () => {
    await stage.write(...music);
    const all = await Promise.all(Array.from({ length: 20 }, () => follow(`subscription { tracksChanges ${full} }`)));
    await stage.write(
      "insert into tracks values (1, 'a', 1, 1), (2, 'b', 2, 1), (3, 'c', null, 1)",
      "insert into track_tags values (1, 1), (1, 2), (2, 2)",
    );
    stage.statements();
    await stage.pump();
    await Promise.all(all.map((each) => each.untilTold(3)));
    const tags = (...names: readonly string[]) => ({
      totalCount: names.length,
      edges: names.map((name) => ({ node: { name } })),
    });
    for (const each of all) {
      expect(changes(each)).toEqual([
        {
          operation: "INSERT",
          node: { title: "a", album: { title: "for all" }, loud: "A", tags: tags("loud", "slow") },
        },
        { operation: "INSERT", node: { title: "b", album: null, loud: "B", tags: tags("slow") } },
        { operation: "INSERT", node: { title: "c", album: null, loud: "C", tags: tags() } },
      ]);
    }
    const statements = stage.statements();
    expect(statements).toHaveLength(1);
    expect(statements).toMatchSnapshot();
  });

  it("shows nobody a related row that they may not see", async () => {
    await stage.write(...music);
    const query = "subscription { tracksChanges { node { title album { title loud } } } }";
    const all = await Promise.all([anonymous, person("ada"), person("eve")].map((who) => follow(query, who)));
    await stage.write("insert into tracks values (1, 'a', 1, 1), (2, 'b', 2, 1)");
    await stage.pump();
    await Promise.all(all.map((each) => each.untilTold(2)));
    const [forAll, ofAda] = ["for all", "of ada"].map((title) => ({ title, loud: title.toUpperCase() }));
    const told = (...albums: readonly unknown[]) =>
      albums.map((album, at) => ({ node: { title: at === 0 ? "a" : "b", album } }));
    expect(all.map(changes)).toEqual([told(forAll, null), told(forAll, ofAda), told(forAll, null)]);
  });

  it("keeps what the row held when it was told, beside what is related now", async () => {
    await stage.write(...music, "insert into tracks values (1, 'a', 1, 1)");
    await stage.pump();
    const followed = await follow(`subscription { tracksChanges ${full} }`);
    await stage.write(
      "update tracks set title = 'b' where id = 1",
      "update tracks set title = 'c', album_id = null where id = 1",
      "update albums set title = 'renamed' where id = 1",
    );
    await stage.pump();
    await followed.untilTold(2);
    expect(changes(followed)).toMatchObject([
      { operation: "UPDATE", node: { title: "b", album: { title: "renamed" }, loud: "B" } },
      { operation: "UPDATE", node: { title: "c", album: null, loud: "C" } },
    ]);
  });

  it("has what is left of its relations where the row has gone since, and is null for a DELETE", async () => {
    await stage.write(...music);
    const followed = await follow(`subscription { tracksChanges ${full} }`);
    await stage.write(
      "insert into tracks values (1, 'a', 1, 1)",
      "insert into track_tags values (1, 1)",
      "delete from tracks",
    );
    await stage.pump();
    await followed.untilTold(2);
    expect(changes(followed)).toEqual([
      {
        operation: "INSERT",
        node: { title: "a", album: { title: "for all" }, loud: "A", tags: { totalCount: 0, edges: [] } },
      },
      { operation: "DELETE", node: null },
    ]);
  });

  it("is null, with an error, where a row that the schema promises has gone", async () => {
    await stage.write(...music);
    const query = "subscription { told: tracksChanges { operation row: node { title kind: genre { name } } } }";
    const followed = await follow(query);
    await stage.write("insert into tracks values (1, 'a', 1, 1)", "delete from genres");
    await stage.pump();
    await followed.untilTold(2);
    expect(followed.results).toEqual([
      {
        data: { told: { operation: "INSERT", row: null } },
        errors: [
          {
            message: "the related row is gone",
            path: ["told", "row", "kind"],
            extensions: { code: "PGRST116" },
          },
        ],
      },
      { data: { told: { operation: "DELETE", row: null } } },
    ]);
  });

  it("gives what resolvers make of the caller to that caller alone, and null where one fails", async () => {
    await stage.write(...music);
    const query = "subscription { tracksChanges { node { title reader broken } } }";
    const all = await Promise.all([anonymous, person("ada"), person("eve")].map((who) => follow(query, who)));
    await stage.write("insert into tracks values (1, 'a', 1, 1)");
    stage.statements();
    await stage.pump();
    await Promise.all(all.map((each) => each.untilTold(1)));
    expect(stage.statements()).toEqual([]);
    const told = [null, "ada", "eve"].map((reader) => [{ node: { title: "a", reader, broken: null } }]);
    expect(all.map(changes)).toEqual(told);
    expect(all[0]?.results[0]?.errors).toMatchObject([
      { message: "internal error", path: ["tracksChanges", "node", "broken"], extensions: { code: "PER500" } },
    ]);
  });
});

describe("a stream that reads", () => {
  it("tells every change once and in order, however many there are and whatever fails", async () => {
    await stage.write(...music);
    const query =
      "subscription { tracksChanges(operations: [START, INSERT, DELETE]) { operation node { id tags: tagsCollection { totalCount } } before { id } } }";
    const followed = await follow(query);
    stage.failNext(2);
    const count = 1_200;
    await stage.write(
      `insert into tracks (id, title, genre_id) with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count}) select i, 't', 1 from n`,
      "delete from tracks where id = 7",
    );
    await stage.pump();
    await followed.untilTold(count + 2);
    const [start, ...rest] = changes(followed);
    expect(start).toEqual({ operation: "START", node: null, before: null });
    const inserts = Array.from({ length: count }, (_, at) => ({
      operation: "INSERT",
      node: { id: at + 1, tags: { totalCount: 0 } },
      before: null,
    }));
    expect(rest).toEqual([...inserts, { operation: "DELETE", node: null, before: { id: 7 } }]);
  });

  it("starts anew where more changes wait for the database than it holds", async () => {
    await stage.write(...music);
    const query = "subscription { tracksChanges { operation sequence reset node { id album { title } } } }";
    const followed = await follow(query);
    stage.failNext(Number.POSITIVE_INFINITY);
    const count = 5_003;
    await stage.write(
      `insert into tracks (id, title, genre_id) with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count}) select i, 't', 1 from n`,
    );
    await stage.pump();
    stage.failNext(0);
    await followed.untilTold(1);
    await stage.write("insert into tracks values (9999, 't', 1, 1)");
    await stage.pump();
    await followed.untilTold(2);
    const [reset, next] = changes(followed) as readonly { readonly sequence: string }[];
    expect(reset).toMatchObject({ operation: "RESET", reset: "OVERRUN", node: null });
    expect(next).toMatchObject({ operation: "INSERT", node: { id: 9999, album: { title: "for all" } } });
    expect(Number(next?.sequence)).toBe(Number(reset?.sequence) + 1);
  });
});

/** What may be asked of tracks, so deep. */
function selection(depth: number): fc.Arbitrary<string> {
  const plain = fc.constantFrom("id", "nodeId", "title", "albumId", "loud", "reader", "__typename");
  if (depth === 0) return fc.uniqueArray(plain, { minLength: 1, maxLength: 4 }).map((fields) => fields.join(" "));
  const inner = selection(depth - 1);
  const first = fc.constantFrom("", "(first: 2)", "(last: 1, orderBy: [{ title: AscNullsLast }])");
  const page = fc.tuple(
    first,
    inner,
    fc.constantFrom("totalCount", "pageInfo { hasNextPage endCursor }", "__typename"),
  );
  const related = fc.oneof(
    fc.constantFrom("album { title loud }", "album { nodeId }", "genre { name }", "x: genre { id x: name }"),
    page.map(([given, fields, more]) => `album { tracksCollection${given} { ${more} edges { node { ${fields} } } } }`),
    page.map(
      ([given, fields, more]) =>
        `genre { of: tracksCollection${given} { edges { cursor node { ${fields} } } ${more} } }`,
    ),
    fc.constantFrom(
      "tagsCollection { edges { node { name } } }",
      'some: tagsCollection(filter: { name: { eq: "loud" } }) { totalCount }',
      "trackTagsCollection { edges { node { tagId tag { name } } } }",
    ),
  );
  const named = fc
    .uniqueArray(related, { maxLength: 3 })
    .map((fields) => fields.map((field, at) => renamed(field, at)));
  return fc.tuple(selection(0), named).map(([fields, more]) => `${fields} ${more.join(" ")}`);
}

/** So that nothing is asked for twice under one name. */
function renamed(field: string, at: number): string {
  return `r${at}: ${field.replace(/^[a-z]+: /, "")}`;
}

const track = fc.record({
  title: fc.constantFrom("'a'", "'b'", `'"\u2028\\'`, "'ä'"),
  album: fc.constantFrom("null", "1", "2", "3"),
  genre: fc.constantFrom("1", "2"),
  tags: fc.subarray([1, 2]),
});

it("holds what a query gives, whatever is asked of it and whoever asks", async () => {
  await stage.write(...music, "insert into genres values (2, 'new')", "insert into albums values (3, 'of eve', 'eve')");
  const people = [anonymous, person("ada"), person("eve"), { ...anonymous, role: "service_role" }];
  const who = fc.constantFrom(...people);
  let ids = 10_000;
  await fc.assert(
    fc.asyncProperty(
      selection(1),
      who,
      fc.array(track, { minLength: 1, maxLength: 4 }),
      async (fields, asking, rows) => {
        const followed = await follow(
          `subscription { tracksChanges(operations: [INSERT]) { node { ${fields} } } }`,
          asking,
        );
        const made = rows.map((row) => ({ ...row, id: ++ids }));
        await stage.write(
          ...made.map(
            ({ id, title, album, genre }) => `insert into tracks values (${id}, ${title}, ${album}, ${genre})`,
          ),
          ...made.flatMap(({ id, tags }) => tags.map((tag) => `insert into track_tags values (${id}, ${tag})`)),
        );
        await stage.pump();
        await followed.untilTold(made.length);
        const told = changes(followed).map((each) => (each as { readonly node: unknown }).node);
        const asked = await Promise.all(
          made.map(({ id }) => stage.query(`{ tracksByPk(id: ${id}) { ${fields} } }`, asking)),
        );
        followed.end();
        expect(told).toEqual(asked.map(({ data }) => data?.tracksByPk));
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
