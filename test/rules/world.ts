import { env } from "cloudflare:workers";
import type { Principal } from "../../src/kernel/principal.ts";
import { bind } from "../../src/plan/bind.ts";
import type { Slot } from "../../src/plan/slot.ts";
import { makeAliases } from "../../src/plan/table.ts";
import type { Row } from "../../src/rules/evaluate.ts";
import type { Expression } from "../../src/rules/expression.ts";
import { ruleSql, storedList } from "../../src/rules/to-sql.ts";
import { template } from "../../src/sql/compile.ts";
import { ref, sql } from "../../src/sql/fragment.ts";
import { model } from "./arbitrary.ts";

export const now = "2026-06-30T23:59:59.123456+00:00";

/** The rows of one run: notes as they are and as they were, and shares. */
export interface World {
  readonly notes: readonly Row[];
  readonly befores: readonly Row[];
  readonly shares: readonly Row[];
}

const tables: readonly (readonly [string, string])[] = [
  ["notes", "notes"],
  ["befores", "notes"],
  ["shares", "shares"],
];

export async function createWorld(): Promise<void> {
  for (const [table, like] of tables) {
    const columns = [...(model.collections.get(like)?.columns.values() ?? [])].map((column) => {
      const types: Readonly<Record<string, string>> = { real: "real", integer: "integer", bigint: "integer" };
      const kind = column.type.kind.name;
      const type = types[kind] ?? (kind === "boolean" || kind === "epoch-seconds" ? "integer" : "text");
      return `"${column.name}" ${type}${column.name === "id" ? " primary key" : ""}`;
    });
    await env.DB.prepare(`create table "${table}" (${columns.join(", ")})`).run();
  }
}

function fill(table: string, like: string, rows: readonly Row[]): D1PreparedStatement {
  const names = [...(model.collections.get(like)?.columns.keys() ?? [])];
  const cells = rows.map((row, index) =>
    storedList(names.map((name) => (name === "id" ? index + 1 : (row[name] ?? null)))),
  );
  const columns = names.map((name) => `"${name}"`).join(", ");
  const values = names.map((_, index) => `value ->> ${index}`).join(", ");
  return env.DB.prepare(`insert into "${table}" (${columns}) select ${values} from json_each(?)`).bind(
    `[${cells.join(",")}]`,
  );
}

/** What the rule is of each note, for each of those who ask: 1, 0, or null for unknown. The rows stay in the tables. */
export async function inSql(world: World, rule: Expression, asked: readonly Principal[]): Promise<(number | null)[][]> {
  const written = ruleSql<Slot>(rule, {
    column: (name) => ref("n", name),
    before: (name) => ref("b", name),
    alias: makeAliases(),
  });
  const made = template(sql<Slot>`select ${written} as r from "notes" n join "befores" b on b.id = n.id order by n.id`);
  const selects = asked.map((who) => {
    const bound = bind(made, { arguments: [], context: { principal: who, now }, rows: null });
    if (!bound.ok) throw new Error(bound.error.message);
    return env.DB.prepare(bound.value.sql).bind(...bound.value.params);
  });
  const clear = tables.map(([table]) => env.DB.prepare(`delete from "${table}"`));
  const fills = tables.map(([table, like]) => fill(table, like, world[table as keyof World]));
  const results = await env.DB.batch<{ r: number | null }>([...clear, ...fills, ...selects]);
  return results.slice(clear.length + fills.length).map((result) => result.results.map((row) => row.r));
}
