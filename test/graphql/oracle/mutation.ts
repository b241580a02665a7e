import type { Stored } from "../../../src/schema/kinds/kind.ts";
import type { Query } from "../../oracle/ask.ts";
import type { ColumnSpec } from "../../oracle/family.ts";
import { urlOf } from "../../oracle/url.ts";
import { type Change, type Given, jsonCell } from "./change.ts";
import {
  type Asking,
  collectionOf,
  columnOf,
  filtersValue,
  graphValue,
  makeWriter,
  rowText,
  type Speech,
  type Value,
} from "./document.ts";

/** What of a change a URL asks. */
export function queryOf({ table, where, returning }: Change): Query {
  return { table, select: returning ?? [{ kind: "all" }], where, order: [], limit: null, offset: null };
}

export interface RestCall {
  readonly path: string;
  readonly init: RequestInit;
}

/** A change as the data API has it. */
export function restCall(change: Change): RestCall {
  const { kind, rows, conflict, returning, atMost } = change;
  const prefer = [`return=${returning === null ? "minimal" : "representation"}`, "count=exact", "missing=default"];
  let path = urlOf(queryOf(change));
  if (conflict !== null) {
    path += `&on_conflict=${conflict.columns.join(",")}`;
    prefer.push(`resolution=${conflict.action}-duplicates`);
  }
  if (kind === "insert" && rows.length > 0) path += `&columns=${namesOf(rows).join(",")}`;
  if (kind !== "insert") prefer.push("handling=strict", `max-affected=${atMost}`);
  const [only] = rows.map(jsonRow);
  const body = kind === "delete" ? null : JSON.stringify(kind === "insert" ? rows.map(jsonRow) : only);
  const method = { insert: "POST", update: "PATCH", delete: "DELETE" }[kind];
  return {
    path,
    init: { method, body, headers: { prefer: prefer.join(", "), "content-type": "application/json" } },
  };
}

function namesOf(rows: readonly Given[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => [...row.keys()].map(({ name }) => name)))];
}

function jsonRow(row: Given): object {
  return Object.fromEntries([...row].map(([column, value]) => [column.name, jsonCell(column, value)]));
}

/** Changes as one mutation, its fields `c0`, `c1` … */
export function mutationOf(speech: Speech, changes: readonly Change[]): Asking {
  const writer = makeWriter(speech);
  const fields = changes.map((change, index) => {
    const { kind, table, where, rows, returning, atMost, conflict } = change;
    const own = collectionOf(speech, table.name);
    const { type, column } = speech.names.of(own);
    const given: { readonly name: string; readonly type: string; readonly value: Value }[] = [];
    const object = (row: Given): Value =>
      Object.fromEntries([...row].map(([spec, value]) => [column(columnOf(own, spec)), graphCell(spec, value)]));
    if (kind === "insert") {
      given.push({ name: "objects", type: `[${type}InsertInput!]!`, value: rows.map(object) });
      if (conflict !== null) {
        const isKey = conflict.columns.join() === own.primaryKey.join();
        const constraint = { word: `${table.name}_${isKey ? "pkey" : `${conflict.columns.join("_")}_key`}` };
        const value: Value = conflict.action === "merge" ? { constraint } : { constraint, updateFields: [] };
        given.push({ name: "onConflict", type: `${type}OnConflict`, value });
      }
    } else {
      if (kind === "update") {
        given.push({ name: "set", type: `${type}UpdateInput!`, value: object(rows[0] ?? new Map()) });
      }
      if (where.length > 0) {
        given.push({ name: "filter", type: `${type}Filter`, value: filtersValue(speech, own, where) });
      }
      given.push({ name: "atMost", type: "Int!", value: atMost });
    }
    const name = {
      insert: `insertInto${type}Collection`,
      update: `update${type}Collection`,
      delete: `deleteFrom${type}Collection`,
    }[kind];
    const records =
      returning === null ? "" : ` records { ${rowText(writer, { ...queryOf(change), select: returning })} }`;
    return `c${index}: ${name}${writer.given(given)} { affectedCount${records} }`;
  });
  return writer.asking(fields.join(" "), "mutation");
}

function graphCell(column: ColumnSpec, value: Stored | "nonsense"): Value {
  return value === null || value === "nonsense" ? value : graphValue(column, value);
}
