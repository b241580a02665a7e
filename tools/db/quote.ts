import { toHex } from "../../src/kernel/bytes.ts";

// These tools write SQL files, where nothing can be bound. Names and values come from the application's own definition.

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteList(names: readonly string[]): string {
  return names.map(quote).join(", ");
}

/** A value as SQL. Throws TypeError for what a column cannot hold. */
export function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (value instanceof Uint8Array) return `x'${toHex(value)}'`;
  throw new TypeError(`not a value for SQL: ${JSON.stringify(value)}`);
}
