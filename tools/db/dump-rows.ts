import { literal, quote, quoteList } from "./quote.ts";

export type Row = Readonly<Record<string, unknown>>;
/** Asks the database several things at once: a call costs seconds, whatever it asks. */
export type Ask = (queries: readonly string[]) => Promise<readonly (readonly Row[])[]>;

const pageRows = 500;
/** D1 takes statements of 100 kB: bytes, not letters. */
const maxStatementBytes = 80_000;
/** In a row too long for a statement, longer values come in parts: 100 columns of these fit. */
const maxCellBytes = 400;
const maxPart = 20_000;

/** Holds the parts of long values while a dump is imported. */
export const parts = "_perigee_parts";

export interface Source {
  readonly table: string;
  readonly columns: readonly string[];
  /** By which name the rowid is reached; null where there is none (WITHOUT ROWID, or columns have all its names). */
  readonly rowId: string | null;
  /** What orders the rows where no rowid does. */
  readonly key: readonly string[];
  /** Whether the rowid is no column of its own, and so must be written beside them. */
  readonly hidden: boolean;
}

/** `rows` are those of pragma_table_xinfo, `hasRowId` is whether the table has one at all. */
export function sourceOf(table: string, rows: readonly Row[], hasRowId: boolean): Source {
  const taken = new Set(rows.map(({ name }) => String(name).toLowerCase()));
  const keys = rows.filter(({ pk }) => Number(pk) > 0);
  const [only] = keys;
  const alias = keys.length === 1 && String(only?.type).toUpperCase() === "INTEGER";
  const columns = rows.filter(({ hidden }) => Number(hidden) === 0).map(({ name }) => String(name));
  const free = hasRowId ? ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) : undefined;
  const key = keys.length > 0 ? keys.map(({ name }) => String(name)) : columns;
  return { table, columns, rowId: free ?? null, key, hidden: free !== undefined && !alias };
}

/** Values are SQL literals, made by SQLite: JSON would lose digits of big integers and the type of reals. */
export function pageOf({ table, columns, rowId, key }: Source, last: string | null, read: number): string {
  const cells = columns.map((name, at) => `${cell(quote(name))} AS c${at}`).join(", ");
  if (rowId === null) {
    return `SELECT ${cells} FROM ${quote(table)} ORDER BY ${quoteList(key)} LIMIT ${pageRows} OFFSET ${read}`;
  }
  const place = last === null ? "" : ` WHERE ${rowId} > ${last}`;
  return `SELECT CAST(${rowId} AS TEXT) AS r, ${cells} FROM ${quote(table)}${place} ORDER BY ${rowId} LIMIT ${pageRows}`;
}

/** quote() ends a text at its first NUL. */
function cell(column: string): string {
  const bytes = `'CAST(X''' || hex(${column}) || ''' AS TEXT)'`;
  return `iif(typeof(${column}) = 'text' AND instr(${column}, char(0)), ${bytes}, quote(${column}))`;
}

/** The rows of a table as statements that D1 takes, the first page read already. Returns how many rows there were. */
export async function* dumpRows(source: Source, first: readonly Row[], ask: Ask): AsyncGenerator<string, number> {
  const { table, columns, rowId, hidden } = source;
  const names = hidden && rowId !== null ? [rowId, ...columns] : columns;
  const head = `INSERT INTO ${quote(table)} (${quoteList(names)}) VALUES `;
  const room = maxStatementBytes - Buffer.byteLength(head);
  let pending: string[] = [];
  let bytes = 0;
  let read = 0;
  for (let page = first; ; ) {
    for (const row of page) {
      const cells = columns.map((_, at) => String(row[`c${at}`]));
      const values = hidden ? [String(row.r), ...cells] : cells;
      const text = `(${values.join(", ")})`;
      const size = Buffer.byteLength(text) + 2;
      if (bytes + size > room && pending.length > 0) {
        yield head + pending.join(",\n");
        pending = [];
        bytes = 0;
      }
      if (size > room) {
        yield* longRow(head, values);
      } else {
        pending.push(text);
        bytes += size;
      }
    }
    read += page.length;
    if (page.length < pageRows) break;
    const [next = []] = await ask([pageOf(source, String(page.at(-1)?.r), read)]);
    page = next;
  }
  if (pending.length > 0) yield head + pending.join(",\n");
  return read;
}

/** A row that no statement has room for: its long values come in parts, put together where the row is written. */
function* longRow(head: string, values: readonly string[]): Generator<string> {
  const cells: string[] = [];
  for (const [at, value] of values.entries()) {
    const long = Buffer.byteLength(value) > maxCellBytes ? longValue(value) : null;
    if (long === null) {
      cells.push(value);
      continue;
    }
    const letters = [...long.inner];
    for (let start = 0; start < letters.length; start += maxPart) {
      const part = letters.slice(start, start + maxPart).join("");
      yield `INSERT INTO ${quote(parts)} VALUES (${at}, ${start}, ${literal(part)})`;
    }
    cells.push(long.whole(`(SELECT group_concat(text, '' ORDER BY part) FROM ${quote(parts)} WHERE cell = ${at})`));
  }
  yield `${head}(${cells.join(", ")})`;
  yield `DELETE FROM ${quote(parts)}`;
}

interface LongValue {
  readonly inner: string;
  readonly whole: (joined: string) => string;
}

function longValue(value: string): LongValue | null {
  if (value.startsWith("'")) {
    return { inner: value.slice(1, -1).replaceAll("''", "'"), whole: (joined) => joined };
  }
  if (value.startsWith("X'")) return { inner: value.slice(2, -1), whole: (joined) => `unhex(${joined})` };
  const bytes = /^CAST\(X'([0-9A-F]*)' AS TEXT\)$/.exec(value)?.[1];
  return bytes === undefined ? null : { inner: bytes, whole: (joined) => `CAST(unhex(${joined}) AS TEXT)` };
}
