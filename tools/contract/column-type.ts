import type { ColumnType, KindName } from "../../src/schema/kinds/kind.ts";

/** What each kind is in JSON, as TypeScript. Enums and lists know more than their kind. */
const kindTypes: Readonly<Record<Exclude<KindName, "enum" | "list">, string>> = {
  uuid: "string",
  text: "string",
  integer: "number",
  bigint: "number",
  real: "number",
  numeric: "number",
  boolean: "boolean",
  timestamp: "string",
  "epoch-seconds": "string",
  "epoch-millis": "string",
  date: "string",
  time: "string",
  json: "Json",
  bytes: "string",
};

export function columnTypeText({ kind, values = [], element }: ColumnType): string {
  if (kind.name === "enum") return union(values.map((value) => JSON.stringify(value)));
  if (kind.name !== "list") return kindTypes[kind.name];
  return element === undefined ? "Json[]" : arrayOf(columnTypeText(element));
}

export function arrayOf(type: string): string {
  return /[|&]/.test(type) ? `(${type})[]` : `${type}[]`;
}

export function nullable(type: string): string {
  return union([type, "null"]);
}

/** Each member once, `null` last. */
export function union(types: readonly string[]): string {
  const members = new Set(types);
  if (members.delete("null")) members.add("null");
  return members.size === 0 ? "never" : [...members].join(" | ");
}

/** A name as the key of a member. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
