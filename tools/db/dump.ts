import { literal, quote, quoteList } from "./quote.ts";

export type Row = Readonly<Record<string, unknown>>;
/** Asks the database several things at once: a call costs seconds, whatever it asks. */
export type Ask = (queries: readonly string[]) => Promise<readonly (readonly Row[])[]>;

const pageRows = 500;
/** D1 takes statements of 100 kB. A letter has at most 4 bytes. */
const maxStatement = 60_000;
const maxPart = 20_000;
const parts = "_perigee_parts";

/**
 * Everything that a database holds as SQL for an empty one, in one transaction. Full-text indexes come without what is in
 * them: the triggers that keep them are made before the rows, and so fill them; all others after, so that nothing is logged
 * again. Rows are read page by page: what is written meanwhile may be in or not.
 */
export async function* dump(ask: Ask): AsyncGenerator<string> {
  const [entries = [], columns = []] = await ask([
    `SELECT type, name, tbl_name, sql FROM sqlite_master
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid`,
    `SELECT m.name AS "table", c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c
     WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND c.hidden = 0`,
  ]);
  const all = entries.map((row): Entry => ({ type: String(row.type), name: String(row.name), sql: String(row.sql) }));
  const indexes = all.filter(isSearch);
  const shadows = new Set(indexes.flatMap(({ name }) => shadowNames.map((shadow) => `${name}_${shadow}`)));
  const tables = all.filter((entry) => entry.type === "table" && !isSearch(entry) && !shadows.has(entry.name));
  const triggers = all.filter((entry) => entry.type === "trigger");
  const fills = triggers.filter(({ name }) => /^_perigee_search_.*_insert$/s.test(name));
  yield "PRAGMA defer_foreign_keys = on";
  for (const { sql } of [...tables, ...indexes, ...fills]) yield sql;
  yield `CREATE TABLE ${quote(parts)} (cell INTEGER, part INTEGER, text TEXT, PRIMARY KEY (cell, part))`;
  const sources = tables.map(({ name }) => sourceOf(name, columns));
  const firsts = await ask(sources.map((source) => pageOf(source, null)));
  for (const [at, source] of sources.entries()) yield* tableRows(source, firsts[at] ?? [], ask);
  yield `DROP TABLE ${quote(parts)}`;
  yield* sequences(tables, ask);
  for (const { sql } of all.filter(({ type }) => type === "index")) yield sql;
  for (const { sql } of all.filter(({ type }) => type === "view")) yield sql;
  for (const trigger of triggers) if (!fills.includes(trigger)) yield trigger.sql;
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

const shadowNames = ["data", "idx", "content", "docsize", "config"];

function isSearch({ type, sql }: Entry): boolean {
  return type === "table" && /^CREATE VIRTUAL TABLE/i.test(sql);
}

interface Source {
  readonly table: string;
  readonly columns: readonly string[];
  /** By which of its names the rowid is reached. */
  readonly rowId: string;
}

function sourceOf(table: string, all: readonly Row[]): Source {
  const columns = all.filter((row) => row.table === table).map(({ name }) => String(name));
  const taken = new Set(columns.map((name) => name.toLowerCase()));
  return { table, columns, rowId: ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? "rowid" };
}

/** Values are SQL literals, made by SQLite: JSON would lose digits of big integers and the type of reals. */
function pageOf({ table, columns, rowId }: Source, after: string | null): string {
  const cells = columns.map((name, at) => `quote(${quote(name)}) AS c${at}`).join(", ");
  const place = after === null ? "" : ` WHERE ${rowId} > ${after}`;
  return `SELECT CAST(${rowId} AS TEXT) AS r, ${cells} FROM ${quote(table)}${place} ORDER BY ${rowId} LIMIT ${pageRows}`;
}

async function* tableRows(source: Source, first: readonly Row[], ask: Ask): AsyncGenerator<string> {
  const { table, columns } = source;
  const head = `INSERT INTO ${quote(table)} (${quoteList(columns)}) VALUES `;
  let pending: string[] = [];
  let size = 0;
  for (let page = first; ; ) {
    for (const row of page) {
      const values = columns.map((_, at) => String(row[`c${at}`]));
      const text = `(${values.join(", ")})`;
      if (size + text.length > maxStatement && pending.length > 0) {
        yield head + pending.join(",\n");
        pending = [];
        size = 0;
      }
      if (text.length > maxStatement) {
        yield* longRow(head, values);
      } else {
        pending.push(text);
        size += text.length;
      }
    }
    if (page.length < pageRows) break;
    const [next = []] = await ask([pageOf(source, String(page.at(-1)?.r))]);
    page = next;
  }
  if (pending.length > 0) yield head + pending.join(",\n");
}

/** A row that no statement has room for: its long values come in parts, put together where the row is written. */
async function* longRow(head: string, values: readonly string[]): AsyncGenerator<string> {
  const cells: string[] = [];
  for (const [at, value] of values.entries()) {
    const isBlob = value.startsWith("X'");
    if (value.length <= 1_000 || !(isBlob || value.startsWith("'"))) {
      cells.push(value);
      continue;
    }
    const inner = isBlob ? value.slice(2, -1) : value.slice(1, -1).replaceAll("''", "'");
    const letters = [...inner];
    for (let start = 0; start < letters.length; start += maxPart) {
      const part = letters.slice(start, start + maxPart).join("");
      yield `INSERT INTO ${quote(parts)} VALUES (${at}, ${start}, ${literal(part)})`;
    }
    const whole = `(SELECT group_concat(text, '' ORDER BY part) FROM ${quote(parts)} WHERE cell = ${at})`;
    cells.push(isBlob ? `unhex(${whole})` : whole);
  }
  yield `${head}(${cells.join(", ")})`;
  yield `DELETE FROM ${quote(parts)}`;
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
