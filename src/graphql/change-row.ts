import type { GraphQLObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { valueJson } from "../live/encode.ts";
import { writeIdentity } from "../plan/identity.ts";
import type { Row } from "../rules/evaluate.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import type { Collection, Column } from "../schema/model.ts";
import { isNarrow } from "./column-type.ts";
import type { Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import { type Meaning, meaningOf } from "./meaning.ts";

/** A row in stored form as JSON text: what the database would make of the same selection. */
export type RowWriter = (row: Row) => string;

interface Asked {
  readonly sets: Picked["sets"];
  readonly place: Place;
}

/** Fails for what a row alone does not hold: related rows, and what resolvers make. */
export function rowWriter(
  collection: Collection,
  type: GraphQLObjectType,
  { sets, place }: Asked,
): Result<RowWriter, Failure> {
  const parts = collect(pickFields(type, sets, place.compiling), ({ key, name }): Result<RowWriter, Failure> => {
    const start = JSON.stringify(key);
    if (name === "__typename") return ok(() => `${start}:${JSON.stringify(type.name)}`);
    const meaning = meaningOf(place.compiling.graph, type.name, name);
    if (meaning.kind === "identity") return ok((row) => `${start}:${writeNodeId(row, collection)}`);
    if (meaning.kind !== "column") return err(failure("0A000", `a change does not tell ${type.name}.${name}`));
    if (isNarrow(meaning.column, meaning.cast)) place.compiling.narrow.push(key);
    return ok((row) => `${start}:${columnJson(row, meaning)}`);
  });
  return parts.ok ? ok((row) => `{${parts.value.map((part) => part(row)).join()}}`) : parts;
}

function columnJson(row: Row, { column, cast }: Extract<Meaning, { kind: "column" }>): string {
  const stored = row[column.name] ?? null;
  if (stored !== null && cast === "text") return JSON.stringify(String(stored));
  return valueJson(stored, column.type.kind.encoding);
}

/** As JSON text: null where the key is not told. */
export function writeNodeId(row: Row, { name, primaryKey, columns }: Collection): string {
  const key = primaryKey.map((part) => {
    const column = columns.get(part);
    const stored = row[part] ?? null;
    return column === undefined || stored === null ? null : keyText(stored, column);
  });
  const isWhole = key.every((text) => text !== null);
  return isWhole ? JSON.stringify(writeIdentity({ tag: name, key })) : "null";
}

/** `codecs[…].text` of `plan/encode.ts`. */
function keyText(stored: Exclude<Stored, null>, { type }: Column): string {
  const { encoding } = type.kind;
  if (encoding === "json") return String(stored);
  const json = valueJson(stored, encoding);
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}
