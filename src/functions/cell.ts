import { toHex } from "../kernel/bytes.ts";
import type { Json } from "../kernel/json.ts";
import type { Encoding } from "../schema/kinds/kind.ts";
import type { Column } from "../schema/model.ts";

/** A value of a function's own as JSON: dates in their ISO form, bytes in PostgreSQL's hex. Undefined stays. */
export function cellJson(value: unknown): Json | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Uint8Array) return `\\x${toHex(value)}`;
  if (value instanceof ArrayBuffer) return `\\x${toHex(new Uint8Array(value))}`;
  if (typeof value === "bigint") return String(value);
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}

/** A value of an answer as Drizzle types it. */
export function cellValue(json: Json, column: Column): unknown {
  if (typeof json !== "string") return json;
  return fromText[column.type.kind.encoding]?.(json) ?? json;
}

const fromText: Readonly<Partial<Record<Encoding, (text: string) => unknown>>> = {
  "epoch-seconds": (text) => new Date(text),
  "epoch-millis": (text) => new Date(text),
  hex: (text) => Uint8Array.from(text.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
};
