import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import { value } from "../sql/fragment.ts";
import { tellingStamp } from "./actor.ts";
import { hintAfter, maxHintRows, wholeStretch } from "./hint.ts";
import { changesOf, readSince } from "./log.ts";
import type { LogRow } from "./ports.ts";
import { bound, createTables, database, news, plain, run } from "./test-log.ts";

let before: Watermark;

beforeAll(createTables);
beforeEach(async () => {
  await run("delete from countries");
  await news();
  before = (await readSince(database, watermark(0), 0)).latest;
});

const write = (code: string): string => `insert into countries values ('${code}', '${code}')`;

async function hinted(...texts: readonly string[]): Promise<readonly LogRow[] | null> {
  const results = await database.batch([...texts.map(plain), hintAfter(before)], { retry: false });
  return wholeStretch(results.at(-1)?.rows ?? []);
}

describe("what a batch tells of the log", () => {
  it("is what the log says, cascades and what others have written before included", async () => {
    await run(write("NL"));
    const rows = await hinted(
      `insert into cities (id, country, name) values (1, 'NL', 'Utrecht')`,
      `update countries set name = 'Holland'`,
      `delete from countries`,
    );
    const page = await readSince(database, before, 100);
    expect(changesOf(rows ?? [])).toEqual(page.changes);
    expect(page.changes.map(({ operation }) => operation)).toEqual(["INSERT", "INSERT", "UPDATE", "DELETE", "DELETE"]);
  });

  it("comes from the stamp of a write's actor too", async () => {
    const results = await database.batch([plain(write("NL")), bound(tellingStamp(value("ada")))], { retry: false });
    const page = await readSince(database, before, 100);
    expect(changesOf(wholeStretch(results[1]?.rows ?? []) ?? [])).toEqual(page.changes);
    expect(page.changes.map(({ actor }) => actor)).toEqual(["ada"]);
  });

  it("has no gap after a batch that was undone: its numbers are given again", async () => {
    await expect(run(write("NL"), write("BE"), write("NL"))).rejects.toThrow("UNIQUE");
    const rows = await hinted(write("NL"));
    expect(rows?.map(({ seq }) => seq)).toEqual([before + 1]);
  });

  it("is nothing where it is much", async () => {
    const codes = Array.from({ length: maxHintRows + 1 }, (_, at) => `C${at}`);
    expect(await hinted(...codes.slice(1).map(write))).toHaveLength(maxHintRows);
    expect(await hinted(write("one more"))).toBeNull();
  });

  it("is nothing where a row is large", async () => {
    const long = "x".repeat(30_000);
    expect(await hinted(`insert into countries values ('NL', '${long}')`)).toBeNull();
    before = watermark(before + 1);
    expect(await hinted(`update countries set name = 'short'`)).toBeNull();
    before = watermark(before + 1);
    expect(await hinted(`update countries set name = 'shorter'`)).toHaveLength(1);
  });
});
