import { DefinitionError } from "../schema/definition-error.ts";
import type { Model } from "../schema/model.ts";
import type { GraphTypeOptions } from "./define.ts";

/** @throws DefinitionError for a column that is to be a BigInt and holds no integers */
export function checkGraphTypes(types: readonly GraphTypeOptions[], model: Model): void {
  for (const { collection, columns } of types) {
    for (const [property, { type }] of Object.entries(columns)) {
      if (type === undefined) continue;
      const all = [...(model.collections.get(collection)?.columns.values() ?? [])];
      const kind = all.find((column) => column.property === property)?.type.kind.name;
      if (kind === "integer" || kind === "bigint") continue;
      const where = `${collection}.${property}`;
      throw new DefinitionError(where, `cannot be a ${type}`, "Say so of columns of integers alone");
    }
  }
}
