import type { Collection, Column } from "../../schema/model.ts";
import type { Builder } from "../builder.ts";
import type { Entity, EntityKey } from "../meaning.ts";
import type { View } from "../view.ts";

/** The types that other services may refer to, as a role sees them: those whose rows a key tells apart. */
export function entitiesOf(builder: Builder): ReadonlyMap<string, Entity> {
  const entities = new Map<string, Entity>();
  for (const collection of builder.model.collections.values()) {
    const view = builder.viewOf(collection);
    const keys = view === null ? [] : keysOf(builder, collection, view);
    if (keys.length > 0) entities.set(builder.names.of(collection).type, { collection, keys });
  }
  return entities;
}

function keysOf(builder: Builder, collection: Collection, view: View): readonly EntityKey[] {
  const names = builder.names.of(collection);
  const keys = new Map<string, EntityKey>();
  for (const set of collection.uniques) {
    const found = set.columns.map((name) => view.columns.find((column) => column.name === name));
    const columns = found.filter((column) => column !== undefined && tells(column, view));
    if (set.partial || columns.length === 0 || columns.length < set.columns.length) continue;
    const parts = columns.flatMap((column) =>
      column === undefined ? [] : [{ argument: names.column(column), column }],
    );
    const fields = parts.map(({ argument }) => argument).join(" ");
    keys.set(fields, { fields, columns: parts, isIdentity: false });
  }
  return view.isPlaced ? [...keys.values(), identityKey(builder, collection)] : [...keys.values()];
}

/** A value that a rule hides, that is no single value or that the database does not know names no row. */
function tells(column: Column, view: View): boolean {
  return !view.masked.has(column.name) && column.encrypted === undefined && !compound.has(column.type.kind.name);
}

const compound: ReadonlySet<string> = new Set(["json", "list"]);

function identityKey(builder: Builder, collection: Collection): EntityKey {
  const names = builder.names.of(collection);
  const columns = collection.primaryKey.flatMap((name) => {
    const column = collection.columns.get(name);
    return column === undefined ? [] : [{ argument: names.column(column), column }];
  });
  return { fields: "nodeId", columns, isIdentity: true };
}
