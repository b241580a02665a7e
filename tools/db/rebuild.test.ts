import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createAll } from "./ddl.ts";
import { noHints } from "./hints.ts";
import { quote } from "./quote.ts";
import type { ColumnSnapshot, ForeignKeySnapshot, Snapshot, TableSnapshot } from "./snapshot.ts";
import { migrationText } from "./test-database.ts";

const actions = ["cascade", "set null", "restrict", "no action", "set default"] as const;
const changes = ["none", "default", "check", "add", "fill", "action", "unlink", "drop", "unique", "gone"] as const;

interface TableCase {
  readonly keys: readonly { readonly target: number; readonly onDelete: (typeof actions)[number] }[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly change: (typeof changes)[number];
}

const rowCount = 4;
const tableCase: fc.Arbitrary<TableCase> = fc.record({
  keys: fc.array(fc.record({ target: fc.nat(4), onDelete: fc.constantFrom(...actions) }), { maxLength: 2 }),
  rows: fc.array(fc.array(fc.option(fc.integer({ min: 1, max: rowCount })), { minLength: 2, maxLength: 2 }), {
    minLength: rowCount,
    maxLength: rowCount,
  }),
  change: fc.constantFrom(...changes),
});

it("loses no row and no value, however tables refer to each other and to themselves", () => {
  fc.assert(
    fc.property(fc.array(tableCase, { minLength: 5, maxLength: 5 }), (cases) => {
      const before: Snapshot = { version: 1, tables: cases.map(table), triggers: [], views: [], searches: [] };
      const gone = new Set(cases.flatMap(({ change }, at) => (change === "gone" ? [`t${at}`] : [])));
      const changedTables = before.tables.map((old, at) => changed(old, cases[at]?.change ?? "none"));
      const after = { ...before, tables: without(changedTables, gone) };
      const hints = {
        ...noHints,
        acceptedLosses: new Set([
          ...gone,
          ...cases.flatMap(({ change }, at) => (change === "drop" ? [`t${at}.b`] : [])),
        ]),
        fills: new Map(
          cases.flatMap(({ change }, at): [string, string][] => (change === "fill" ? [[`t${at}.c`, "id"]] : [])),
        ),
      };
      const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: true });
      transaction(database, ["PRAGMA defer_foreign_keys = on", ...createAll(before), ...cases.flatMap(inserts)]);
      const kept = new Map(after.tables.map(({ name, columns }) => [name, keptColumns(columns)]));
      const rows = (): unknown => [...kept].map(([name, columns]) => all(database, `SELECT ${columns} FROM ${name}`));
      const old = rows();
      transaction(database, migrationText(before, after, hints).split(";\n"));
      expect(rows()).toEqual(old);
      expect(all(database, "PRAGMA foreign_key_check")).toEqual([]);
      database.close();
    }),
    { numRuns: 200 },
  );
});

function table({ keys }: TableCase, at: number): TableSnapshot {
  return {
    name: `t${at}`,
    columns: [
      { ...column("id", "integer"), notNull: true },
      column("a", "text"),
      column("b", "integer"),
      ...keys.map((_, index) => column(`f${index}`, "integer")),
    ],
    primaryKey: ["id"],
    foreignKeys: keys.map(({ target, onDelete }, index): ForeignKeySnapshot => {
      return { columns: [`f${index}`], target: `t${target}`, targetColumns: ["id"], onDelete, onUpdate: "no action" };
    }),
    checks: [],
    indexes: [],
  };
}

function changed(old: TableSnapshot, change: TableCase["change"]): TableSnapshot {
  const { columns, foreignKeys } = old;
  const add = (added: Partial<ColumnSnapshot>) => [...columns, { ...column("c", "integer"), ...added }];
  const edits: Readonly<Record<TableCase["change"], Partial<TableSnapshot>>> = {
    none: {},
    default: { columns: columns.map((each) => (each.name === "a" ? { ...each, default: "'x'" } : each)) },
    check: { checks: [{ name: "positive", condition: '"id" > 0' }] },
    add: { columns: add({ default: "7", notNull: true }) },
    fill: { columns: add({ notNull: true }) },
    action: { foreignKeys: foreignKeys.map((key) => ({ ...key, onDelete: "cascade" })) },
    unlink: { foreignKeys: [] },
    gone: {},
    drop: { columns: columns.filter(({ name }) => name !== "b") },
    unique: { indexes: [{ name: `${old.name}_a`, unique: true, terms: ['"a"'], columns: ["a"], where: null }] },
  };
  return { ...old, ...edits[change] };
}

function without(tables: readonly TableSnapshot[], gone: ReadonlySet<string>): readonly TableSnapshot[] {
  return tables
    .filter(({ name }) => !gone.has(name))
    .map((each) => ({ ...each, foreignKeys: each.foreignKeys.filter((key) => !gone.has(key.target)) }));
}

function column(name: string, type: string): ColumnSnapshot {
  return { name, type, notNull: false, default: null, autoIncrement: false, generated: null };
}

function inserts({ keys, rows }: TableCase, at: number): string[] {
  return rows.map((row, index) => {
    const values = [index + 1, `'${at}-${index}'`, 10 * index, ...keys.map((_, key) => row[key] ?? "NULL")];
    return `INSERT INTO t${at} VALUES (${values.join(", ")})`;
  });
}

/** The columns that were there before. */
function keptColumns(columns: readonly ColumnSnapshot[]): string {
  return columns
    .filter(({ name }) => name !== "c")
    .map(({ name }) => quote(name))
    .join(", ");
}

function transaction(database: DatabaseSync, statements: readonly string[]): void {
  for (const statement of ["BEGIN", ...statements, "COMMIT"]) database.exec(statement);
}

function all(database: DatabaseSync, query: string): unknown {
  return database.prepare(query).all();
}
