import { type GraphQLObjectType, isNonNullType } from "graphql";
import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import { valueJson } from "../live/encode.ts";
import { writeIdentity } from "../plan/identity.ts";
import type { Embed } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import type { Collection, Column } from "../schema/model.ts";
import { isNarrow } from "./column-type.ts";
import { compileRelation } from "./compile-row.ts";
import { inside, type Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import { type Meaning, meaningOf } from "./meaning.ts";

/** The JSON texts of related rows, by the names that the row has them under. */
export type Related = ReadonlyMap<string, string>;

/** What of a change's row is told. */
export interface ChangeRow {
  /** A row in stored form as JSON text: what the database would make of the same selection. */
  readonly write: (row: Row, related: Related) => string;
  /** What the row itself does not hold. */
  readonly related: readonly Embed[];
  /** The names of those related rows that the schema promises: none of them is null. */
  readonly promised: readonly string[];
}

interface Asked {
  readonly sets: Picked["sets"];
  readonly place: Place;
}

/** In place of what resolvers make stand the columns that they need, as in what the database gives. */
export function compileChangeRow(
  collection: Collection,
  type: GraphQLObjectType,
  { sets, place }: Asked,
): Result<ChangeRow, Failure> {
  const related: Embed[] = [];
  const promised: string[] = [];
  const parts = collect(pickFields(type, sets, place.compiling), (picked): Result<ChangeRow["write"], Failure> => {
    const { key, name } = picked;
    const start = JSON.stringify(key);
    if (name === "__typename") return ok(() => `${start}:${JSON.stringify(type.name)}`);
    const meaning = meaningOf(place.compiling.graph, type.name, name);
    const within = inside(place, key);
    switch (meaning.kind) {
      case "column":
        if (isNarrow(meaning.column, meaning.cast)) place.compiling.narrow.push(key);
        return ok((row) => `${start}:${columnJson(row, meaning)}`);
      case "identity":
        return ok((row) => `${start}:${writeNodeId(row, collection)}`);
      case "resolved":
        place.compiling.resolvers.push({ path: within.path, field: meaning.field });
        return ok((row) => `${start}:${neededJson(row, meaning)}`);
      case "relation": {
        const embed = compileRelation(meaning, type, { picked, place: within });
        if (!embed.ok) return embed;
        related.push(embed.value);
        if (isNonNullType(type.getFields()[name]?.type)) promised.push(key);
        return ok((_, found) => `${start}:${found.get(key) ?? "null"}`);
      }
      default:
        throw new TypeError(`${meaning.kind} in a row`);
    }
  });
  if (!parts.ok) return parts;
  const write: ChangeRow["write"] = (row, found) => `{${parts.value.map((part) => part(row, found)).join()}}`;
  return ok({ write, related, promised });
}

function neededJson(row: Row, { columns }: Extract<Meaning, { kind: "resolved" }>): string {
  const members = columns.map(
    (column) => `${JSON.stringify(column.property)}:${columnJson(row, { kind: "column", column, cast: null })}`,
  );
  return `{${members.join()}}`;
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
