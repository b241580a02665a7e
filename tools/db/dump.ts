import { type Ask, dumpRows, pageOf, parts, type Row, sourceOf } from "./dump-rows.ts";
import { own } from "./own.ts";
import { literal, quote } from "./quote.ts";

const counts = "_perigee_counts";

/**
 * Everything that a database holds as SQL for an empty one, in one transaction. Full-text indexes of the definition come
 * without what is in them: the triggers that keep them are made before the rows, and so fill them; all others after, so
 * that nothing is logged again. The last statements fail, and so undo all, where a table has other than its number of rows.
 * @throws Error at the end where the change log or a table's number of rows changed meanwhile; what came before is no dump
 */
export async function* dump(ask: Ask): AsyncGenerator<string> {
  const schema = await readSchema(ask);
  const { entries, tables, indexes, sources } = schema;
  const triggers = entries.filter((entry) => entry.type === "trigger");
  const fills = triggers.filter(({ name }) => /^_perigee_search_.*_insert$/s.test(name));
  yield "PRAGMA defer_foreign_keys = on";
  for (const { sql } of [...tables, ...indexes, ...fills]) yield sql;
  yield `CREATE TABLE ${quote(parts)} (cell INTEGER, part INTEGER, text TEXT, PRIMARY KEY (cell, part))`;
  yield `CREATE TABLE ${quote(counts)} (name TEXT, expected INTEGER, found INTEGER, CONSTRAINT "perigee: rows are lost" CHECK (expected = found))`;
  const before = await stateOf(schema, ask);
  const firsts = await ask(sources.map((source) => pageOf(source, null, 0)));
  for (const [at, source] of sources.entries()) {
    const read = yield* dumpRows(source, firsts[at] ?? [], ask);
    const found = `(SELECT count(*) FROM ${quote(source.table)})`;
    yield `INSERT INTO ${quote(counts)} VALUES (${literal(source.table)}, ${read}, ${found})`;
  }
  for (const { name } of indexes.filter(isExternal))
    yield `INSERT INTO ${quote(name)} (${quote(name)}) VALUES ('rebuild')`;
  yield `DROP TABLE ${quote(parts)}`;
  yield `DROP TABLE ${quote(counts)}`;
  yield* sequences(tables, ask);
  for (const type of ["index", "view"]) for (const entry of entries) if (entry.type === type) yield entry.sql;
  for (const trigger of triggers) if (!fills.includes(trigger)) yield trigger.sql;
  if ((await stateOf(schema, ask)) !== before) {
    throw new Error("The database was written to while it was read: stop the writes, or try again.");
  }
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

interface Schema {
  readonly entries: readonly Entry[];
  readonly tables: readonly Entry[];
  readonly indexes: readonly Entry[];
  readonly sources: readonly ReturnType<typeof sourceOf>[];
}

async function readSchema(ask: Ask): Promise<Schema> {
  const [found = [], kinds = [], columns = [], keys = []] = await ask([
    `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND ${own("name")} ORDER BY rowid`,
    `SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'`,
    `SELECT m.name AS "table", c.name, c.type, c.pk, c.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) c
     WHERE m.type = 'table' AND ${own("m.name")}`,
    `SELECT m.name AS "table", f."table" AS parent FROM sqlite_master m, pragma_foreign_key_list(m.name) f
     WHERE m.type = 'table' AND ${own("m.name")}`,
  ]);
  const entries = found.map((row): Entry => ({ type: String(row.type), name: String(row.name), sql: String(row.sql) }));
  const kindOf = new Map(kinds.map((row) => [row.name, row]));
  const ofKind = (kind: string): Entry[] =>
    entries.filter(({ type, name }) => type === "table" && kindOf.get(name)?.type === kind);
  const [tables, indexes] = [ofKind("table"), ofKind("virtual")];
  for (const index of indexes) {
    if (!isContentless(index) || index.name.startsWith("_perigee_search_")) continue;
    throw new Error(`${index.name} holds no text (content=''), and nothing tells what fills it: drop it first.`);
  }
  const read = [
    ...parentsFirst(tables, keys),
    ...indexes.filter((index) => !isContentless(index) && !isExternal(index)),
  ];
  const sources = read.map(({ name }) => {
    const rows = columns.filter((row) => row.table === name);
    return sourceOf(name, rows, Number(kindOf.get(name)?.wr) === 0);
  });
  return { entries, tables, indexes, sources };
}

function isContentless({ sql }: Entry): boolean {
  return /\bcontent\s*=\s*(''|"")/i.test(sql);
}

function isExternal(index: Entry): boolean {
  return /\bcontent\s*=/i.test(index.sql) && !isContentless(index);
}

/** The checks of foreign keys wait for the end, but what imports in several transactions is served as well. */
function parentsFirst(tables: readonly Entry[], keys: readonly Row[]): Entry[] {
  const ordered = new Set<Entry>();
  const entered = new Set<Entry>();
  const enter = (table: Entry): void => {
    if (entered.has(table)) return;
    entered.add(table);
    const parents = new Set(keys.filter((key) => key.table === table.name).map((key) => lower(key.parent)));
    for (const parent of tables) if (parents.has(lower(parent.name))) enter(parent);
    ordered.add(table);
  };
  for (const table of tables) enter(table);
  return [...ordered];
}

function lower(name: unknown): string {
  return String(name).toLowerCase();
}

/** What tells whether something was written: the last number of the change log, and how many rows every table has. */
async function stateOf({ tables, sources }: Schema, ask: Ask): Promise<string> {
  const log = tables.filter(({ name }) => name === "_perigee_changes");
  return JSON.stringify(
    await ask([
      ...log.map(({ name }) => `SELECT CAST(max(seq) AS TEXT) AS last FROM ${quote(name)}`),
      ...sources.map(({ table }) => `SELECT count(*) AS n FROM ${quote(table)}`),
    ]),
  );
}

/** AUTOINCREMENT never gives a number twice, whatever was deleted since. */
async function* sequences(tables: readonly Entry[], ask: Ask): AsyncGenerator<string> {
  if (!tables.some(({ sql }) => /AUTOINCREMENT/i.test(sql))) return;
  yield "DELETE FROM sqlite_sequence";
  const [found = []] = await ask(["SELECT name, CAST(seq AS TEXT) AS seq FROM sqlite_sequence"]);
  for (const row of found) {
    if (tables.some(({ name }) => name === row.name)) {
      yield `INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(row.name)}, ${String(row.seq)})`;
    }
  }
}
