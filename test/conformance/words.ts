import type { Effect } from "../scenarios/scenario.ts";

/** `Prefer`, as one header. */
export function prefer(...preferences: readonly string[]): { readonly prefer: string } {
  return { prefer: preferences.join(", ") };
}

export const representation: { readonly prefer: string } = prefer("return=representation");

export const json = "application/json; charset=utf-8";

/** The rows of a table afterwards: `rows("goods", "sku, stock", [{ … }])`, by its first column. */
export function rows(table: string, columns: string, expected: Effect["rows"], where = "true"): Effect {
  return {
    sql: `select ${columns} from "${table}" where ${where} order by 1, 2`.replace(
      /order by 1, 2$/,
      columns.includes(",") ? "order by 1, 2" : "order by 1",
    ),
    rows: expected,
  };
}

export function count(table: string, number: number): Effect {
  return { sql: `select count(*) as n from "${table}"`, rows: [{ n: number }] };
}

/** What the change log says: nothing that was not kept. */
export function logged(...changes: readonly string[]): Effect {
  return {
    sql: `select "operation" || ' ' || "table_name" || ' ' || "key" as "change" from "_perigee_changes" order by "seq"`,
    rows: changes.map((change) => ({ change })),
  };
}

export function failureOf(
  code: string,
  message: string,
  more: { readonly details?: string | null; readonly hint?: string | null } = {},
): { readonly code: string; readonly message: string; readonly details: string | null; readonly hint: string | null } {
  return { code, message, details: more.details ?? null, hint: more.hint ?? null };
}
