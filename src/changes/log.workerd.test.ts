import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { watermark } from "../kernel/watermark.ts";
import { abort } from "../sql/abort.ts";
import { sql, value } from "../sql/fragment.ts";
import { beginActor, endActor } from "./actor.ts";
import { bounds, parseBounds, prune, readSince } from "./log.ts";
import { bound, createTables, database, news, plain, run, runAs } from "./test-log.ts";

beforeAll(createTables);
beforeEach(async () => {
  await run("delete from countries");
  await news();
});

const write = (code: string): string => `insert into countries values ('${code}', '${code}')`;

describe("the actor", () => {
  it("is on every change of its batch, cascades included, and on none after it", async () => {
    await runAs("ada", write("NL"), `insert into cities (id, country, name) values (1, 'NL', 'Utrecht')`);
    await runAs("bob", `delete from countries`);
    await run(write("BE"));
    expect((await news()).map((change) => change.actor)).toEqual(["ada", "ada", "bob", "bob", null]);
  });

  it("does not outlive a batch that fails", async () => {
    await expect(runAs("ada", write("NL"), write("NL"))).rejects.toThrow("UNIQUE");
    await run(write("BE"));
    expect((await news()).map((change) => change.actor)).toEqual([null]);
  });

  it("is set where its guard holds; else the batch ends, whatever became of the context's row", async () => {
    const guarded = (alive: number | null) => {
      const guard = { holds: sql`${value(alive)} = 1`, otherwise: abort("session") };
      const batch = [bound(beginActor(value("ada"), [guard])), plain(write("NL")), bound(endActor)];
      return database.batch(batch, { retry: false });
    };
    await guarded(1);
    expect((await news()).map((change) => change.actor)).toEqual(["ada"]);
    await run("delete from countries", "delete from _perigee_context");
    await news();
    for (const alive of [0, null]) await expect(guarded(alive)).rejects.toThrow("perigee:session");
    expect(await news()).toEqual([]);
  });
});

describe("reading on", () => {
  it("gives what came after the watermark, at most the limit", async () => {
    const { latest } = await readSince(database, watermark(0), 0);
    await run(write("A"), write("B"), write("C"));
    const first = await readSince(database, latest, 2);
    expect(first.changes.map((change) => change.key)).toEqual([{ code: "A" }, { code: "B" }]);
    const rest = await readSince(database, watermark(latest + 2), 2);
    expect(rest.changes.map((change) => change.key)).toEqual([{ code: "C" }]);
    expect([first.continuity, rest.continuity]).toEqual(["complete", "complete"]);
  });

  it("goes past a row that is no change, typed by hand", async () => {
    const { latest } = await readSince(database, watermark(0), 0);
    const odd = (key: string, operation: string) =>
      `insert into _perigee_changes (table_name, key, operation) values ('countries', '${key}', '${operation}')`;
    await run(odd("{}", "UPSERT"), write("G"), odd("no JSON", "INSERT"));
    const page = await readSince(database, latest, 10);
    expect([page.changes.map((change) => change.key), page.end]).toEqual([[{ code: "G" }], latest + 3]);
  });

  it("tells a reader whose watermark lies before or past the log", async () => {
    await run(write("A"), write("B"));
    const { latest } = await readSince(database, watermark(0), 0);
    expect((await readSince(database, watermark(latest + 1), 1)).continuity).toBe("ahead");
    await run(`delete from _perigee_changes where seq < ${latest}`);
    expect((await readSince(database, watermark(latest - 1), 9)).continuity).toBe("complete");
    expect((await readSince(database, watermark(latest - 2), 9)).continuity).toBe("pruned");
  });
});

describe("retention", () => {
  const ends = async () => parseBounds((await database.batch([bounds], { retry: true }))[0]?.rows[0]);

  it("removes what is older, in steps, and keeps the last change whatever its age", async () => {
    await run(`delete from _perigee_changes`, ...["A", "B", "C", "D", "E"].map(write));
    const { oldest, latest } = await ends();
    const first = oldest ?? watermark(0);
    await run(
      `update _perigee_changes set at = '2020-01-01T00:00:00+00:00' where seq < ${latest - 1}`,
      `update _perigee_changes set at = '2021-01-01T00:00:00+00:00' where seq >= ${latest - 1}`,
    );
    await database.batch([prune("2020-06-01T00:00:00+00:00", 2)], { retry: false });
    expect((await ends()).oldest).toBe(first + 2);
    await database.batch([prune("2020-06-01T00:00:00+00:00", 2)], { retry: false });
    expect((await ends()).oldest).toBe(latest - 1);
    await database.batch([prune("2020-06-01T00:00:00+00:00")], { retry: false });
    expect((await ends()).oldest).toBe(latest - 1);
    await database.batch([prune("2030-01-01T00:00:00+00:00")], { retry: false });
    expect(await ends()).toEqual({ oldest: latest, latest });
  });
});
