import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { LogRow } from "../../src/changes/ports.ts";
import { Client, createTables, feed, nobody, writeQuietly } from "./client.ts";

// What a signal brings is believed where it follows what has been told, and only there. In these tests it differs from the
// log, by which it can be told who was believed.

const ticks = { principal: nobody, collection: "ticks" } as const;
let client: Client;

beforeAll(async () => {
  await createTables();
  client = await Client.subscribe("hinted", ticks);
  // The first second the feed looks by itself.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
});

/** Writes, and tells nobody; what a signal could tell of it says `told`. */
async function writeAndTell(...ids: readonly number[]): Promise<readonly LogRow[]> {
  await writeQuietly(...ids.map((id) => `insert into ticks (id, kind) values (${id}, 'logged')`));
  const read = env.DB.prepare("select * from _perigee_changes order by seq desc limit ?").bind(ids.length);
  const { results } = await read.all<Record<string, string | number | null>>();
  return results.toReversed().map((row) => ({ ...row, after: String(row.after).replace("logged", "told") }));
}

const heard = (): readonly string[] => client.events.map(({ after }) => `${after?.id} ${after?.kind}`);

async function heardNext(count: number, act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = client.events.length;
  await act();
  await client.untilEvents(before + count);
  return heard().slice(before);
}

describe("what a signal brings", () => {
  it("is told without a look into the log", async () => {
    const rows = await writeAndTell(1, 2);
    expect(await heardNext(2, () => feed().signal(rows))).toEqual(["1 told", "2 told"]);
  });

  it("waits for what comes before it, which another signal may bring", async () => {
    const first = await writeAndTell(11);
    const second = await writeAndTell(12);
    const both = () => Promise.all([feed().signal(second), feed().signal(first)]);
    expect(await heardNext(2, both)).toEqual(["11 told", "12 told"]);
  });

  it("is not believed where something is missing before it: the log is read", async () => {
    await writeQuietly("insert into ticks (id, kind) values (21, 'logged')");
    const rows = await writeAndTell(22);
    expect(await heardNext(2, () => feed().signal(rows))).toEqual(["21 logged", "22 logged"]);
  });

  it("is taken from where it is new", async () => {
    const first = await writeAndTell(31);
    await heardNext(1, () => feed().signal(first));
    const second = await writeAndTell(32);
    expect(await heardNext(1, () => feed().signal([...first, ...second]))).toEqual(["32 told"]);
  });

  it("makes the log be read where all of it is old, as after a restore", async () => {
    const rows = await writeAndTell(41);
    await heardNext(1, () => feed().signal(rows));
    await writeQuietly("insert into ticks (id, kind) values (42, 'logged')");
    expect(await heardNext(1, () => feed().signal(rows))).toEqual(["42 logged"]);
  });

  it("shows the end of a restored log as a signal without it does", async () => {
    await writeQuietly(
      "delete from _perigee_changes where seq > (select max(seq) from _perigee_changes) - 3",
      "update sqlite_sequence set seq = seq - 3 where name = '_perigee_changes'",
    );
    const rows = await writeAndTell(51);
    await feed().signal(rows);
    await client.until((all) => all.some(({ told }) => told === "reset"));
    expect(client.heard.at(-1)).toMatchObject({ told: "reset", reason: "ahead" });
  });
});
