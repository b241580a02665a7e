import { beforeAll, describe, expect, it } from "vitest";
import type { Database, ResultSet } from "../src/engine/ports.ts";
import { DatabaseError, type DatabaseErrorKind } from "../src/kernel/database-error.ts";
import { abort, abortReason } from "../src/sql/abort.ts";
import { type Statement, statement } from "../src/sql/compile.ts";
import type { SqlValue } from "../src/sql/fragment.ts";
import { sql } from "../src/sql/fragment.ts";

/** An implementation of the engine's `Database`. `open` gives one with no tables of the suite's. */
export interface PortImplementation {
  readonly open: () => Database | Promise<Database>;
  /** Cases that cannot hold, each with the reason. */
  readonly skipped?: Readonly<Record<string, string>>;
}

/** What every implementation of the port has to hold. */
export function databasePort(name: string, { open, skipped = {} }: PortImplementation): void {
  describe(`${name} as the engine's database`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
      await database.batch(tables, { retry: false });
    });
    for (const [title, run] of Object.entries(cases)) {
      const reason = skipped[title];
      if (reason === undefined) {
        it(title, async () => {
          await database.batch(wipe, { retry: false });
          await run(database);
        });
      } else it.skip(`${title}: ${reason}`, () => undefined);
    }
  });
}

const tables = [
  "create table parents (id integer primary key, name text not null unique, size integer check (size < 10))",
  "create table children (id integer primary key, parent integer references parents (id) on delete cascade, body text)",
  "create table log (id integer primary key autoincrement, what text)",
  "create trigger children_log after insert on children begin insert into log (what) values ('child ' || new.id); end",
  "create trigger gone_log after delete on children begin insert into log (what) values ('gone ' || old.id); end",
].map((text) => raw(text));

const wipe = ["children", "parents", "log"].map((table) => raw(`delete from ${table}`));

function raw(text: string, ...params: SqlValue[]): Statement {
  return { sql: text, params };
}

async function write(database: Database, ...statements: readonly Statement[]): Promise<readonly ResultSet[]> {
  return database.batch(statements, { retry: false });
}

async function read(database: Database, text: string, ...params: SqlValue[]): Promise<ResultSet["rows"]> {
  return (await database.batch([raw(text, ...params)], { retry: true }))[0]?.rows ?? [];
}

/** The error of a batch that must fail. */
async function refused(database: Database, ...statements: readonly Statement[]): Promise<DatabaseError> {
  const error = await write(database, ...statements).catch((thrown: unknown) => thrown);
  if (error instanceof DatabaseError) return error;
  throw new Error(`not refused with a DatabaseError: ${String(error)}`);
}

const ada = raw("insert into parents (id, name) values (1, 'ada')");
const count =
  "select (select count(*) from parents) as p, (select count(*) from children) as c, (select count(*) from log) as l";
const nothing = [{ p: 0, c: 0, l: 0 }];

/** Each alone and as the last of a batch: an implementation may take a shorter way for one statement. */
async function kindOf(database: Database, bad: Statement): Promise<readonly DatabaseErrorKind[]> {
  const alone = await refused(database, bad);
  const last = await refused(database, raw("select 1"), bad);
  return [alone.kind, last.kind];
}

const cases: Readonly<Record<string, (database: Database) => Promise<void>>> = {
  "gives a result for each statement, in their order": async (database) => {
    const results = await write(database, raw("select 1 as n"), raw("select 2 as n"), raw("select 3 as n"));
    expect(results.map((result) => result.rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  },
  "lets a statement see what those before it wrote": async (database) => {
    const results = await write(database, ada, raw("update parents set name = 'bea'"), raw("select name from parents"));
    expect(results.at(-1)?.rows).toEqual([{ name: "bea" }]);
  },
  "undoes everything where the last statement fails": async (database) => {
    await refused(database, ada, raw("insert into children (id, parent) values (1, 1)"), ada);
    expect(await read(database, count)).toEqual(nothing);
  },
  "undoes everything where the first statement fails, and runs nothing after it": async (database) => {
    await refused(
      database,
      raw("insert into parents (id, name) values (1, null)"),
      raw("insert into log (what) values ('after')"),
    );
    expect(await read(database, count)).toEqual(nothing);
  },
  "undoes what triggers and cascades did": async (database) => {
    await write(database, ada, raw("insert into children (id, parent) values (1, 1), (2, 1)"), raw("delete from log"));
    await refused(database, raw("delete from parents where id = 1"), raw("insert into log (id, what) values ('x', 1)"));
    expect(await read(database, count)).toEqual([{ p: 1, c: 2, l: 0 }]);
  },
  "undoes all of a statement that fails at its second row": async (database) => {
    await refused(database, raw("insert into parents (id, name) values (1, 'ada'), (2, 'ada')"));
    expect(await read(database, count)).toEqual(nothing);
  },
  "tells an abort of ours by its kind and its reason": async (database) => {
    const guard = statement(sql`select case when 1 = 1 then ${abort("session")} end`);
    const error = await refused(database, ada, guard);
    expect([error.kind, abortReason(error.message)]).toEqual(["abort", "session"]);
    const late = statement(
      sql`insert into parents (id, name) values (1, 'ada') returning ${abort("insert:parents")} as g`,
    );
    expect(abortReason((await refused(database, late)).message)).toBe("insert:parents");
    expect(await read(database, count)).toEqual(nothing);
  },
  "does not evaluate an abort behind a condition that does not hold": async (database) => {
    const guard = statement(sql`select case when 1 = 2 then ${abort("session")} end as g`);
    expect((await write(database, guard))[0]?.rows).toEqual([{ g: null }]);
  },
  "calls a broken constraint of every sort a constraint": async (database) => {
    await write(database, ada);
    const bad = [
      "insert into parents (id, name) values (2, 'ada')",
      "insert into parents (id, name) values (1, 'bea')",
      "insert into parents (id, name) values (2, null)",
      "insert into parents (id, name, size) values (2, 'bea', 10)",
      "insert into children (id, parent) values (1, 99)",
      "insert into parents (id, name) values ('x', 'bea')",
    ];
    for (const text of bad) expect(await kindOf(database, raw(text)), text).toEqual(["constraint", "constraint"]);
  },
  "keeps the names of columns and checks in a constraint's message": async (database) => {
    await write(database, ada);
    const unique = await refused(database, raw("insert into parents (id, name) values (2, 'ada')"));
    expect(unique.message).toContain("UNIQUE constraint failed: parents.name");
    const missing = await refused(database, raw("insert into parents (id, name) values (2, null)"));
    expect(missing.message).toContain("NOT NULL constraint failed: parents.name");
    const foreign = await refused(database, raw("insert into children (id, parent) values (1, 99)"));
    expect(foreign.message).toContain("FOREIGN KEY constraint failed");
  },
  "calls what is nobody's input a fault": async (database) => {
    for (const text of ["selec 1", "select * from nowhere", "select nothing from parents"]) {
      expect(await kindOf(database, raw(text)), text).toEqual(["fault", "fault"]);
    }
  },
  "calls text that should be JSON and is none a constraint: a value came in that the statement does not take": async (
    database,
  ) => {
    expect(await kindOf(database, raw("select json(?)", "{"))).toEqual(["constraint", "constraint"]);
  },
  "holds foreign keys, and cascades": async (database) => {
    await write(database, ada, raw("insert into children (id, parent) values (1, 1)"));
    await write(database, raw("delete from parents where id = 1"));
    expect(await read(database, "select what from log order by id")).toEqual([{ what: "child 1" }, { what: "gone 1" }]);
  },
  "gives no rows for what finds none, and for a write that gives none back": async (database) => {
    const results = await write(
      database,
      raw("select * from parents"),
      ada,
      raw("update parents set size = 1 where id = 9"),
    );
    expect(results.map((result) => result.rows)).toEqual([[], [], []]);
  },
  "counts the rows that a statement itself changed": async (database) => {
    const results = await write(
      database,
      raw("insert into parents (id, name) values (1, 'ada'), (2, 'bea')"),
      raw("update parents set size = 3"),
      raw("update parents set size = 3 where id = 9"),
      raw("delete from parents where id = 2"),
    );
    expect(results.map((result) => result.changes)).toEqual([2, 2, 0, 1]);
  },
  "does not count what triggers changed": async (database) => {
    const results = await write(database, ada, raw("insert into children (id, parent) values (1, 1), (2, 1)"));
    expect(results.map((result) => result.changes)).toEqual([1, 2]);
  },
  "gives back the rows of RETURNING, and the count besides": async (database) => {
    const [result] = await write(
      database,
      raw("insert into parents (id, name) values (1, 'ada'), (2, 'bea') returning id as j"),
    );
    expect(result).toMatchObject({ rows: [{ j: 1 }, { j: 2 }], changes: 2 });
  },
  "keeps changes() of one statement for the next": async (database) => {
    const results = await write(
      database,
      raw("insert into parents (id, name) values (1, 'ada'), (2, 'bea')"),
      raw("select changes() as n"),
    );
    expect(results.at(-1)?.rows).toEqual([{ n: 2 }]);
  },
  "keeps null, the empty text and zero apart": async (database) => {
    const rows = await read(database, "select ? as a, ? as b, ? as c, typeof(?1) as d", null, "", 0);
    expect(rows).toEqual([{ a: null, b: "", c: 0, d: "null" }]);
  },
  "carries text of every script, quotes and line ends unchanged": async (database) => {
    const text = 'it\'s "so"\r\n\tÅäöß 漢字 😀 \u200d %_*?; -- \\';
    expect(await read(database, "select ? as t, length(?1) as l", text)).toEqual([{ t: text, l: [...text].length }]);
  },
  "takes whole numbers into INTEGER columns as integers": async (database) => {
    await write(database, raw("insert into parents (id, name, size) values (?, ?, ?)", 7, "ada", -3));
    expect(await read(database, "select id, size, typeof(size) as t from parents")).toEqual([
      { id: 7, size: -3, t: "integer" },
    ]);
  },
  "keeps all digits of an integer that comes as text": async (database) => {
    await write(database, raw("insert into parents (id, name) values (?, 'ada')", "9007199254740993"));
    expect(await read(database, "select cast(id as text) as id, typeof(id) as t from parents")).toEqual([
      { id: "9007199254740993", t: "integer" },
    ]);
    expect(await read(database, "select json_object('id', id) as j from parents")).toEqual([
      { j: '{"id":9007199254740993}' },
    ]);
  },
  "gives doubles as they are": async (database) => {
    expect(await read(database, "select ? as a, 0.1 + 0.2 as b, 1e300 as c", 2.5)).toEqual([
      { a: 2.5, b: 0.1 + 0.2, c: 1e300 },
    ]);
  },
  "binds numbered parameters, each as often as it is named": async (database) => {
    expect(await read(database, "select ?2 || ?1 || ?2 as t", "b", "a")).toEqual([{ t: "aba" }]);
  },
  "takes a hundred parameters": async (database) => {
    const names = Array.from({ length: 100 }, (_, index) => `?${index + 1}`);
    const [row] = await read(database, `select ${names.join(" + ")} as sum`, ...names.map(() => 1));
    expect(row).toEqual({ sum: 100 });
  },
  "takes a list as one parameter of JSON": async (database) => {
    const list = JSON.stringify(Array.from({ length: 5_000 }, (_, index) => index));
    expect(await read(database, "select count(*) as n, sum(value) as s from json_each(?)", list)).toEqual([
      { n: 5_000, s: 12_497_500 },
    ]);
  },
  "carries a value of a megabyte in and out": async (database) => {
    const large = "é".repeat(500_000);
    await write(database, ada, raw("insert into children (id, parent, body) values (1, 1, ?)", large));
    const [row] = await read(database, "select body from children");
    expect(row?.body === large).toBe(true);
  },
  "gives thousands of rows": async (database) => {
    const rows = await read(
      database,
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i from n",
    );
    expect([rows.length, rows.at(-1)]).toEqual([5_000, { i: 5_000 }]);
  },
  "runs a batch of a hundred statements": async (database) => {
    const inserts = Array.from({ length: 100 }, (_, index) =>
      raw("insert into parents (name) values (?)", `p${index}`),
    );
    expect((await write(database, ...inserts)).length).toBe(100);
    expect(await read(database, "select count(*) as n from parents")).toEqual([{ n: 100 }]);
  },
  "lets batches that run at once not mix": async (database) => {
    await write(database, raw("insert into parents (id, name, size) values (1, 'ada', 0)"));
    const step = [raw("update parents set size = size + 1"), raw("insert into log (what) select size from parents")];
    await Promise.all(Array.from({ length: 8 }, () => write(database, ...step)));
    const rows = await read(database, "select what from log order by id");
    expect(rows.map((row) => String(row.what))).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  },
  "gives the same for a batch that says it may be run twice": async (database) => {
    const results = await database.batch([raw("select 1 as n"), raw("select 2 as n")], { retry: true });
    expect(results.map((result) => result.rows)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
    const error = await database.batch([raw("selec 1")], { retry: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
  },
};
