import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import { diff } from "./diff.ts";
import { type Hints, noHints } from "./hints.ts";
import { migration } from "./migration.ts";
import { literal, quote } from "./quote.ts";
import type { Snapshot } from "./snapshot.ts";
import { verify } from "./verify.ts";

// For tests alone: migrations as wrangler applies them, each file one batch, on a local D1.

export type Row = Readonly<Record<string, unknown>>;
export type Rows = Readonly<Record<string, readonly Row[]>>;

export interface TestDatabase {
  /** Applies a migration's text. */
  apply(sql: string): Promise<void>;
  query(sql: string): Promise<readonly Row[]>;
  /** Every row of every table, framework's and all, by table. */
  rows(): Promise<Rows>;
}

/** So many empty databases, and how to end them. */
export async function openDatabases(
  count: number,
): Promise<{ next: () => Promise<TestDatabase>; close: () => Promise<void> }> {
  const names = Array.from({ length: count }, (_, at) => `DB${at}`);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default { fetch: () => new Response() }",
      compatibilityDate: "2026-07-30",
      d1Databases: Object.fromEntries(names.map((name) => [name, name])),
    }),
  );
  const next = async (): Promise<TestDatabase> => {
    const name = names.pop();
    if (name === undefined) throw new TypeError("open more databases");
    return wrap(await miniflare.getD1Database(name));
  };
  return { next, close: () => miniflare.dispose() };
}

function wrap(d1: Awaited<ReturnType<Miniflare["getD1Database"]>>): TestDatabase {
  const query = async (sql: string): Promise<readonly Row[]> => (await d1.prepare(sql).all<Row>()).results;
  return {
    query,
    async apply(sql) {
      await d1.batch(unstable_splitSqlQuery(sql).map((part) => d1.prepare(part)));
    },
    async rows() {
      const tables = await query(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
      );
      const entries = tables.map(async ({ name }): Promise<[string, readonly Row[]]> => {
        return [String(name), await query(`SELECT * FROM ${quote(String(name))} ORDER BY 1, 2`)];
      });
      return Object.fromEntries(await Promise.all(entries));
    },
  };
}

/** The text of a migration between two schemas. Throws where it is refused. */
export function migrationText(before: Snapshot, after: Snapshot, hints: Partial<Hints> = {}): string {
  const complete = { ...noHints, ...hints };
  const difference = diff(before, after, complete);
  if (!difference.ok) throw new Error(difference.error.map(({ reason, mend }) => `${reason}. ${mend}`).join("\n"));
  const { statements } = migration(difference.value, complete);
  verify(before, after, statements);
  return statements.join(";\n");
}

/** Rows as INSERT statements. */
export function inserts(rows: Rows): string {
  return Object.entries(rows)
    .flatMap(([table, list]) =>
      list.map((row) => {
        const columns = Object.keys(row).map(quote).join(", ");
        return `INSERT INTO ${quote(table)} (${columns}) VALUES (${Object.values(row).map(literal).join(", ")})`;
      }),
    )
    .join(";\n");
}
