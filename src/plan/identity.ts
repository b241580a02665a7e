import { fromHex, toHex, utf8 } from "../kernel/bytes.ts";
import { readJson } from "../kernel/json.ts";
import type { Column } from "../schema/model.ts";
import { comma, literal, type Sql, sql } from "../sql/fragment.ts";
import { codecs } from "./encode.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

/** A row's name among all rows of all collections. */
export interface Identity {
  /** The collection. */
  readonly tag: string;
  /** The values of its key, each as text. */
  readonly key: readonly string[];
}

/** Hexadecimal, since SQLite has no base64. */
export function identityText(tag: string, columns: readonly Column[], table: Table): Sql<Slot> {
  const key = columns.map((column) => codecs[column.type.kind.encoding].text(table.column(column.name)));
  return sql`lower(hex(json_array(${comma([literal(tag), ...key])})))`;
}

/** The same text, of values that are at hand. */
export function writeIdentity({ tag, key }: Identity): string {
  return toHex(utf8(JSON.stringify([tag, ...key])));
}

/** Null for a text that is no such name. */
export function readIdentity(text: string): Identity | null {
  const bytes = fromHex(text);
  const json = bytes === null ? null : readJson(new TextDecoder().decode(bytes));
  if (!Array.isArray(json) || json.length < 2 || !json.every((each) => typeof each === "string")) return null;
  const [tag = "", ...key] = json;
  return { tag, key };
}
