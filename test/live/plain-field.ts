import type { Field } from "../../src/query/read.ts";
import type { Collection } from "../../src/schema/model.ts";

/** A column as a filter names it. */
export function plainColumn(collection: Collection, name: string): Field {
  const column = collection.columns.get(name);
  if (column === undefined) throw new TypeError(`no column ${name}`);
  return { column, path: [], asText: false };
}
