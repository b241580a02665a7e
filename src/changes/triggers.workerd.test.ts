import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTables, news, run, short } from "./test-log.ts";

beforeAll(createTables);
beforeEach(async () => {
  await run("delete from countries", "delete from wide");
  await news();
});

const netherlands = `insert into countries values ('NL', 'Netherlands')`;

describe("the change log", () => {
  it("has one row an insert, update and delete, with the row before and after", async () => {
    await run(netherlands);
    await run(`update countries set name = 'Nederland' where code = 'NL'`);
    await run(`delete from countries where code = 'NL'`);
    const changes = await news();
    expect(changes.map(({ operation, key, before, after }) => ({ operation, key, before, after }))).toEqual([
      { operation: "INSERT", key: { code: "NL" }, before: null, after: { code: "NL", name: "Netherlands" } },
      {
        operation: "UPDATE",
        key: { code: "NL" },
        before: { code: "NL", name: "Netherlands" },
        after: { code: "NL", name: "Nederland" },
      },
      { operation: "DELETE", key: { code: "NL" }, before: { code: "NL", name: "Nederland" }, after: null },
    ]);
    expect(changes[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?\+00:00$/);
    expect(changes.map((change) => change.sequence - (changes[0]?.sequence ?? 0))).toEqual([0, 1, 2]);
  });

  it("has every row of a bulk insert, in order", async () => {
    await run(netherlands, `insert into cities (id, country, name) values (1,'NL','a'),(2,'NL','b'),(3,'NL','c')`);
    expect((await news()).map(short)).toEqual([
      `INSERT countries {"code":"NL"}`,
      `INSERT cities {"id":1}`,
      `INSERT cities {"id":2}`,
      `INSERT cities {"id":3}`,
    ]);
  });

  it("tells an upsert's inserts from its updates, and is silent on what is ignored", async () => {
    await run(netherlands);
    await news();
    const merge = `on conflict (code) do update set name = excluded.name`;
    await run(`insert into countries values ('NL', 'Nederland'), ('BE', 'Belgium') ${merge}`);
    expect((await news()).map(short)).toEqual([`UPDATE countries {"code":"NL"}`, `INSERT countries {"code":"BE"}`]);
    await run(`insert into countries values ('NL', 'x') on conflict (code) do nothing`);
    expect(await news()).toEqual([]);
  });

  it("has an update that leaves a row as it was", async () => {
    await run(netherlands);
    await news();
    await run(`update countries set name = name`);
    await run(
      `insert into countries values ('NL', 'Netherlands') on conflict (code) do update set name = excluded.name`,
    );
    expect((await news()).map(short)).toEqual([`UPDATE countries {"code":"NL"}`, `UPDATE countries {"code":"NL"}`]);
  });

  it("notices a change of case alone, and of null to empty", async () => {
    await run(netherlands, `insert into wide (id, c0, c98) values (1, null, 'a')`);
    await news();
    await run(`update wide set c0 = ''`, `update wide set c98 = 'A'`);
    expect((await news()).map((change) => [change.before?.c0, change.after?.c0, change.after?.c98])).toEqual([
      [null, "", "a"],
      ["", "", "A"],
    ]);
  });

  it("follows a cascade to grandchildren", async () => {
    await run(netherlands, `insert into cities (id, country, name) values (1, 'NL', 'Utrecht')`);
    await run(`insert into streets (city, number) values (1, 7)`);
    await news();
    await run(`delete from countries where code = 'NL'`);
    expect((await news()).map(short).sort()).toEqual([
      `DELETE cities {"id":1}`,
      `DELETE countries {"code":"NL"}`,
      `DELETE streets {"city":1,"number":7}`,
    ]);
  });

  it("shows SET NULL and ON UPDATE CASCADE as updates", async () => {
    await run(netherlands, `insert into cities values (1, 'NL', 'Utrecht', null), (2, 'NL', 'Leiden', 1)`);
    await news();
    await run(`delete from cities where id = 1`);
    const gone = await news();
    expect(gone.map(short).sort()).toEqual([`DELETE cities {"id":1}`, `UPDATE cities {"id":2}`]);
    await run(`update countries set code = 'HL'`);
    const renamed = await news();
    expect(renamed.map((change) => [short(change), change.after?.code ?? change.after?.country])).toEqual(
      expect.arrayContaining([
        [`UPDATE countries {"code":"NL"}`, "HL"],
        [`UPDATE cities {"id":2}`, "HL"],
      ]),
    );
  });

  it("keeps values as they are stored", async () => {
    await run(netherlands, `insert into cities (id, country, name) values (1, 'NL', 'x "y" \\ é🚲')`);
    await run(`insert into streets (city, number, shape, length, map_id, signs)
      values (1, 1, x'00ff', 0.1 + 0.2, 9223372036854775807, '{"a":[1,null]}'), (1, 2, null, 5, -3, null)`);
    const [, city, first, second] = await news();
    expect(city?.after?.name).toBe('x "y" \\ é🚲');
    expect(first?.after).toEqual({
      city: 1,
      number: 1,
      shape: "00FF",
      length: 0.1 + 0.2,
      map_id: 9223372036854775807n,
      signs: '{"a":[1,null]}',
      label: "no. 1",
    });
    expect(second?.after).toMatchObject({ shape: null, length: 5, map_id: -3, signs: null });
  });

  it("holds a table of 100 columns", async () => {
    const names = Array.from({ length: 99 }, (_, at) => `c${at}`);
    await run(`insert into wide (id, ${names.join()}) values (1, ${names.map((name) => `'{${name}}'`).join()})`);
    await run(`update wide set c98 = null`);
    const [inserted, updated] = await news();
    expect(inserted?.after).toEqual({ id: 1, ...Object.fromEntries(names.map((name) => [name, `{${name}}`])) });
    expect(updated?.before).toEqual(inserted?.after);
    expect(updated?.after).toEqual({ ...inserted?.after, c98: null });
  });

  it("has nothing of a batch that fails", async () => {
    await expect(run(netherlands, `insert into countries values ('BE', 'Netherlands')`)).rejects.toThrow("UNIQUE");
    await expect(run(netherlands, `insert into cities (country, name) values ('XX', 'x')`)).rejects.toThrow(
      "FOREIGN KEY",
    );
    expect(await news()).toEqual([]);
  });

  it("shows REPLACE as an insert alone", async () => {
    await run(netherlands);
    await news();
    await run(`replace into countries values ('NL', 'Nederland')`);
    expect((await news()).map(short)).toEqual([`INSERT countries {"code":"NL"}`]);
  });

  it("does not number anew after the log is emptied by hand", async () => {
    await run(netherlands);
    const [first] = await news();
    await run(`delete from _perigee_changes`, `insert into countries values ('BE', 'Belgium')`);
    const { results } = await env.DB.prepare(`select seq from _perigee_changes`).all();
    expect(results).toEqual([{ seq: (first?.sequence ?? 0) + 1 }]);
  });
});
