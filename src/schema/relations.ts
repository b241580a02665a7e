import type { ColumnPair, ForeignKey, Relation, UniqueSet } from "./model.ts";

interface Shape {
  readonly name: string;
  readonly primaryKey: readonly string[];
  readonly uniques: readonly UniqueSet[];
  readonly foreignKeys: readonly ForeignKey[];
}

/**
 * Every relation that foreign keys imply, by the collection where it starts: the key itself, its inverse, and
 * many-to-many over tables whose primary key holds two foreign keys.
 * Source: https://docs.postgrest.org/en/v14/references/api/resource_embedding.html
 */
export function deriveRelations(shapes: readonly Shape[]): ReadonlyMap<string, readonly Relation[]> {
  const relations = new Map<string, Relation[]>(shapes.map((shape) => [shape.name, []]));
  for (const shape of shapes) {
    for (const key of shape.foreignKeys) {
      const single = isUnique(shape, key.columns);
      relations.get(shape.name)?.push({
        source: shape.name,
        target: key.target,
        cardinality: single ? "one-to-one" : "many-to-one",
        constraints: [key.name],
        pairs: pairs(key.columns, key.targetColumns),
        junction: null,
        owned: true,
      });
      relations.get(key.target)?.push({
        source: key.target,
        target: shape.name,
        cardinality: single ? "one-to-one" : "one-to-many",
        constraints: [key.name],
        pairs: pairs(key.targetColumns, key.columns),
        junction: null,
        owned: false,
      });
    }
  }
  for (const shape of shapes) {
    for (const relation of throughJunction(shape)) relations.get(relation.source)?.push(relation);
  }
  return relations;
}

function throughJunction(shape: Shape): Relation[] {
  const inKey = shape.foreignKeys.filter((key) => key.columns.every((column) => shape.primaryKey.includes(column)));
  return inKey.flatMap((near) =>
    inKey
      .filter((far) => far !== near)
      .map((far) => ({
        source: near.target,
        target: far.target,
        cardinality: "many-to-many" as const,
        constraints: [near.name, far.name],
        pairs: [],
        junction: {
          collection: shape.name,
          near: pairs(near.targetColumns, near.columns),
          far: pairs(far.columns, far.targetColumns),
        },
        owned: false,
      })),
  );
}

function isUnique(shape: Shape, columns: readonly string[]): boolean {
  return shape.uniques.some((set) => !set.partial && set.columns.every((column) => columns.includes(column)));
}

function pairs(from: readonly string[], to: readonly string[]): readonly ColumnPair[] {
  return from.map((column, index) => ({ from: column, to: to[index] ?? "" }));
}
