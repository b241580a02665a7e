import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { databasePort } from "../../test/database-port.ts";
import { DatabaseError, type DatabaseErrorKind } from "../kernel/database-error.ts";
import { d1Database } from "../platform/d1.ts";
import type { Statement } from "../sql/compile.ts";
import { gathering } from "./gathering.ts";
import type { BatchOptions, Consistency, Database, ResultSet } from "./ports.ts";

const d1 = d1Database(env.DB);
const delay = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));
const deps = { turn: () => delay(0), keepAlive: () => undefined, clock: () => Date.now(), most: 24 };

databasePort("D1 whose batches are gathered", {
  open: () => gathering(joining(d1), deps),
  skipped: { "does not count what triggers changed": "D1's meta.changes is the difference of total_changes()" },
});

/** Every batch may be joined. */
function joining(database: Database): Database {
  return { batch: (statements, options) => database.batch(statements, { ...options, joins: true }) };
}

interface Watched {
  readonly database: Database;
  /** How many statements each call had. */
  readonly calls: number[];
}

/** The real D1, and what reaches it. `fail` may throw instead. */
function watched(fail: (statements: readonly Statement[]) => void = () => undefined, durationMs = 0): Watched {
  const calls: number[] = [];
  const under: Database = {
    async batch(statements, options) {
      calls.push(statements.length);
      fail(statements);
      const results = await d1.batch(statements, options);
      return results.map((result) => ({ ...result, durationMs }));
    },
  };
  return { database: gathering(under, deps), calls };
}

const reads: BatchOptions = { retry: true, joins: true };
const writes: BatchOptions = { retry: false, joins: true };
const select = (n: number): Statement => ({ sql: "select cast(?1 as integer) as n", params: [n] });
const insert = (id: number): readonly Statement[] => [
  { sql: "insert into things (id) values (?1)", params: [id] },
  { sql: "insert into notes (thing) values (?1)", params: [id] },
];

async function rowsOf(table: string): Promise<readonly unknown[]> {
  return (await d1.batch([{ sql: `select * from ${table} order by 1`, params: [] }], { retry: true }))[0]?.rows ?? [];
}

beforeAll(async () => {
  const create = ["create table things (id integer primary key)", "create table notes (thing integer)"];
  await d1.batch(
    create.map((sql) => ({ sql, params: [] })),
    { retry: false },
  );
});

beforeEach(async () => {
  const wipe = ["delete from things", "delete from notes"].map((sql) => ({ sql, params: [] }));
  await d1.batch(wipe, { retry: false });
});

describe("Batches that come at the same time", () => {
  it("go in one call, and each gets its own answer", async () => {
    const { database, calls } = watched();
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => database.batch([select(n), select(n * 10)], reads)));
    expect(answers.map((results) => results.map(({ rows }) => rows[0]?.n))).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
      [5, 50],
    ]);
    expect(calls).toEqual([10]);
  });

  it("go in one call where they come in turns that follow each other", async () => {
    const { database, calls } = watched();
    const later = async (n: number): Promise<unknown> => {
      for (let turn = 0; turn < n; turn++) await Promise.resolve();
      return database.batch([select(n)], reads);
    };
    await Promise.all([0, 1, 2, 3].map(later));
    expect(calls).toEqual([4]);
  });

  it("wait for nothing where they come one by one, but for the first few", async () => {
    let turns = 0;
    const turn = async () => {
      turns += 1;
    };
    const database = gathering(d1, { ...deps, turn });
    for (let n = 0; n < 8; n++) await database.batch([select(n)], reads);
    const few = turns;
    for (let n = 0; n < 8; n++) await database.batch([select(n)], reads);
    expect(few).toBeGreaterThan(0);
    expect(turns).toBe(few);
  });

  it("are joined only where they say so, reads with reads and writes with writes", async () => {
    const { database, calls } = watched();
    await Promise.all([
      database.batch([select(0)], { retry: true }),
      database.batch([select(1)], { retry: true }),
      database.batch([select(2)], reads),
      database.batch(insert(1), writes),
      database.batch([select(3)], reads),
      database.batch(insert(2), writes),
    ]);
    expect(calls.toSorted()).toEqual([1, 1, 2, 4]);
    expect(await rowsOf("notes")).toEqual([{ thing: 1 }, { thing: 2 }]);
  });

  it("begin from the same state, and all learn which state they have seen", async () => {
    const { database, calls } = watched();
    const { reached } = await read(database, "primary");
    if (reached === null) throw new Error("no bookmark");
    const from = { bookmark: reached };
    calls.length = 0;
    const all = await Promise.all([
      read(database, "primary"),
      read(database, "primary"),
      read(database, "nearest"),
      read(database, from),
      read(database, "primary"),
      read(database, from),
      read(database, "nearest"),
    ]);
    expect(calls.toSorted()).toEqual([2, 2, 3]);
    expect(all.every((consistency) => typeof consistency.reached === "string")).toBe(true);
  });
});

async function read(database: Database, from: Consistency["from"]): Promise<Consistency> {
  const consistency: Consistency = { from, reached: null };
  await database.batch([select(1)], { ...reads, consistency });
  return consistency;
}

describe("A batch that the database refuses", () => {
  it("is refused alone: the others take effect, each once", async () => {
    const { database } = watched();
    await database.batch(insert(3), writes);
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((id) => database.batch(insert(id), writes)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(outcomes[2]).toMatchObject({ reason: { kind: "constraint" } });
    expect(await rowsOf("things")).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })));
    expect(await rowsOf("notes")).toEqual([1, 2, 3, 4, 5].map((thing) => ({ thing })));
  });

  it("does not fail others' for a fault of its own", async () => {
    const { database } = watched();
    const wrong: Statement = { sql: "select * from nothing_of_the_kind", params: [] };
    const outcomes = await Promise.allSettled([
      database.batch([select(1)], reads),
      database.batch([select(2)], reads),
      database.batch([wrong], reads),
      database.batch([select(3)], reads),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  it("fails no other's read, whatever has become of it", async () => {
    const lost = new DatabaseError("transient", "D1_ERROR: D1 DB storage operation exceeded timeout");
    const deadly: Statement = { sql: "select 'deadly' as n", params: [] };
    const { database } = watched((statements) => {
      if (statements.includes(deadly)) throw lost;
    });
    const all = [select(1), select(2), deadly, select(3)].map((each) => database.batch([each], reads));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  it.each<[DatabaseErrorKind, string]>([
    ["transient", "Network connection lost."],
    ["size", "the answer is too big"],
    ["fault", "what is this"],
  ])("that may have happened is not run again: %s, %s", async (kind, message) => {
    const lost = new DatabaseError(kind, message);
    const { database, calls } = watched(() => {
      throw lost;
    });
    const outcomes = await Promise.allSettled([2, 3].map((id) => database.batch(insert(id), writes)));
    expect(outcomes.map((each) => each.status === "rejected" && each.reason)).toEqual([lost, lost]);
    expect(calls).toEqual([4]);
  });

  it("makes fewer go together, until none do; then it is tried again now and then", async () => {
    const { database, calls } = watched();
    const rounds: number[] = [];
    await database.batch(insert(1), writes);
    for (let round = 0; round < 12; round++) {
      calls.length = 0;
      await Promise.allSettled(Array.from({ length: 9 }, () => database.batch(insert(1), writes)));
      rounds.push(Math.max(...calls) / 2);
    }
    expect(rounds[0]).toBe(9);
    expect(rounds.slice(4)).toContain(1);
    expect(rounds.slice(4)).toContain(2);
    expect(Math.max(...rounds.slice(4))).toBe(2);
  });
});

describe("A batch that others would wait for", () => {
  it("goes alone when its statement has been slow twice on end", async () => {
    const { database, calls } = watched(undefined, 40);
    for (const n of [1, 2]) await database.batch([select(n)], reads);
    calls.length = 0;
    await Promise.all([1, 2, 3].map((n) => database.batch([select(n)], reads)));
    expect(calls).toEqual([1, 1, 1]);
  });

  it("is still joined after its statement has been slow once", async () => {
    const { database, calls } = watched(undefined, 40);
    await database.batch([select(1)], reads);
    calls.length = 0;
    await Promise.all([1, 2, 3].map((n) => database.batch([select(n)], reads)));
    expect(calls).toEqual([3]);
  });

  it("goes alone when its answer has been long", async () => {
    const { database, calls } = watched();
    const long: Statement = { sql: "select printf('%.*c', 70000, 'x') as j", params: [] };
    await database.batch([long], reads);
    calls.length = 0;
    await Promise.all([select(1), select(2), long, select(3)].map((each) => database.batch([each], reads)));
    expect(calls.toSorted()).toEqual([1, 3]);
  });

  it("sets no other's writes apart by what all writes have in common", async () => {
    const { database, calls } = watched();
    await d1.batch([{ sql: 'create table if not exists "_perigee_changes" (seq integer, image text)', params: [] }], {
      retry: false,
    });
    const stamp = 'update "_perigee_changes" set image = ?1 returning image';
    const write = (table: string, image: string): readonly Statement[] => [
      { sql: `insert into ${table} values (1)`, params: [] },
      { sql: stamp, params: [image] },
    ];
    await d1.batch([{ sql: 'insert into "_perigee_changes" (seq) values (1), (2)', params: [] }], { retry: false });
    await database.batch(write("things", "x".repeat(40_000)), writes);
    calls.length = 0;
    const few = [1, 2, 3].map((n) =>
      database.batch(
        [
          { sql: "insert into notes values (?1)", params: [n] },
          { sql: stamp, params: ["x"] },
        ],
        writes,
      ),
    );
    await Promise.all(few);
    expect(calls).toEqual([6]);
    await d1.batch([{ sql: "delete from things", params: [] }], { retry: false });
    calls.length = 0;
    await Promise.allSettled([1, 2].map(() => database.batch(write("things", "x"), writes)));
    expect(calls).toEqual([2, 2]);
  });

  it("goes alone when it carries much", async () => {
    const { database, calls } = watched();
    const large: Statement = { sql: "select ?1 as n", params: ["x".repeat(40_000)] };
    await Promise.all([
      database.batch([select(1)], reads),
      database.batch([select(2)], reads),
      database.batch([large], reads),
      database.batch([select(3)], reads),
    ]);
    expect(calls.toSorted()).toEqual([1, 3]);
  });

  it("goes alone when it is of many statements", async () => {
    const { database, calls } = watched();
    const many = Array.from({ length: 13 }, (_, n) => select(n));
    await Promise.all([[select(1)], [select(2)], many, [select(3)]].map((each) => database.batch(each, reads)));
    expect(calls.toSorted()).toEqual([13, 3]);
  });
});

describe("Inserts that differ in their rows alone", () => {
  const put = "insert into things (id) select value from json_each(?2) where ?1 = 'ann' or true returning 1 as j";
  const look = "insert into notes (thing) select changes() where ?1 is null or changes() = ?1 returning thing";
  const pooled = (rows: readonly number[], who = "ann"): [readonly Statement[], BatchOptions] => [
    [
      { sql: put, params: [who, JSON.stringify(rows)] },
      { sql: look, params: [null] },
    ],
    { ...writes, pooled: { rowsAt: 1, rows: rows.length, expectedAt: 0 } },
  ];
  const counts = (results: readonly ResultSet[]): readonly number[] => results.map(({ rows }) => rows.length);

  it("are one statement, and each gets its own rows of the answer", async () => {
    const { database, calls } = watched();
    const all = [pooled([1]), pooled([2, 3]), pooled([4], "bob"), pooled([5])];
    const answers = await Promise.all(all.map((each) => database.batch(...each)));
    expect(calls).toEqual([4]);
    expect(await rowsOf("things")).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })));
    expect(answers.map((results) => results[0]?.rows.length)).toEqual([1, 2, 1, 1]);
    expect(await rowsOf("notes")).toEqual([{ thing: 1 }, { thing: 4 }]);
  });

  it("are as they were given where one comes alone", async () => {
    const { database, calls } = watched();
    expect(counts(await database.batch(...pooled([7, 8])))).toEqual([2, 1]);
    expect(calls).toEqual([2]);
  });

  it("are no more than fifty rows", async () => {
    const { database, calls } = watched();
    const all = [0, 100, 200].map((from) => pooled(Array.from({ length: 20 }, (_, n) => from + n)));
    await Promise.all(all.map((each) => database.batch(...each)));
    expect(calls).toEqual([4]);
    expect(await rowsOf("notes")).toEqual([{ thing: 20 }, { thing: 40 }]);
  });

  it("are no more than a parameter holds", async () => {
    const { database, calls } = watched();
    const long = (id: number): [readonly Statement[], BatchOptions] => {
      const [statements, options] = pooled([id]);
      const [first, second] = statements;
      if (first === undefined || second === undefined) throw new TypeError("two statements");
      return [[{ ...first, params: ["ann", `[${id}${" ".repeat(31_000)}]`] }, second], options];
    };
    await Promise.all(Array.from({ length: 12 }, (_, id) => database.batch(...long(id))));
    expect(calls).toEqual([4]);
    expect(await rowsOf("notes")).toEqual([{ thing: 3 }, { thing: 9 }]);
  });

  it("share the answer that is theirs: together they are not long", async () => {
    const { database, calls } = watched();
    const sql = "select id, printf('%.*c', 8000, 'x') as image from things where ?1 is null or true";
    const told = (id: number): [readonly Statement[], BatchOptions] => {
      const [statements, options] = pooled([id]);
      return [[...statements.slice(0, 1), { sql, params: [null] }], options];
    };
    for (const round of [0, 1]) {
      calls.length = 0;
      await Promise.all(Array.from({ length: 12 }, (_, n) => database.batch(...told(round * 12 + n))));
      expect(calls).toEqual([2]);
    }
  });

  it("share the time that their statement takes: together they are not slow", async () => {
    const { database, calls } = watched(undefined, 8);
    for (const round of [0, 1, 2]) {
      calls.length = 0;
      await Promise.all([1, 2, 3].map((id) => database.batch(...pooled([round * 10 + id]))));
      expect(calls).toEqual([2]);
    }
  });
});

describe("A call whose request was cut off before it was made", () => {
  it("takes nobody else after a short while", async () => {
    let nowMs = 1_000;
    let isLost = true;
    const turn = (): Promise<void> => (isLost ? new Promise(() => {}) : Promise.resolve());
    const database = gathering(d1, { ...deps, turn, clock: () => nowMs });
    void database.batch([select(1)], reads);
    isLost = false;
    nowMs += 100;
    const [result] = await database.batch([select(2)], reads);
    expect(result?.rows).toEqual([{ n: 2 }]);
  });
});
