import type { Column, ColumnPair, ForeignKey, Relation, UniqueSet } from "./model.ts";

interface Shape {
  readonly kind: "table" | "view";
  readonly name: string;
  readonly columns: ReadonlyMap<string, Pick<Column, "name" | "origin">>;
  readonly primaryKey: readonly string[];
  readonly uniques: readonly UniqueSet[];
  readonly foreignKeys: readonly ForeignKey[];
}

/**
 * Every relation that foreign keys imply, by the collection where it starts: the key itself, its inverse, and
 * many-to-many over tables and views whose primary key holds two foreign keys. A view that shows the columns that a key
 * points at stands for their table too.
 * Source: https://docs.postgrest.org/en/v14/references/api/resource_embedding.html
 */
export function deriveRelations(shapes: readonly Shape[]): ReadonlyMap<string, readonly Relation[]> {
  const relations = new Map<string, Relation[]>(shapes.map((shape) => [shape.name, []]));
  const views = shapes.filter((shape) => shape.kind === "view");
  for (const shape of shapes) {
    for (const key of shape.foreignKeys.flatMap((each) => throughViews(each, views))) {
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
  for (const shape of shapes)
    for (const relation of throughJunction(shape, views)) relations.get(relation.source)?.push(relation);
  return relations;
}

/** The key as it is, and once for every view that has its target's columns. */
function throughViews(key: ForeignKey, views: readonly Shape[]): readonly ForeignKey[] {
  const others = views.flatMap((view) =>
    viewColumns(view.columns, key.target, key.targetColumns).map((targetColumns): ForeignKey => {
      return { ...key, target: view.name, targetColumns };
    }),
  );
  return [key, ...others];
}

/** The names that a view has for a table's columns: none where it lacks one, several where it shows one twice. */
export function viewColumns(
  columns: Shape["columns"],
  collection: string,
  names: readonly string[],
): readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] = [[]];
  for (const name of names) {
    const shown = [...columns.values()].filter(
      ({ origin }) => origin?.collection === collection && origin.column === name,
    );
    found = found.flatMap((before) => shown.map((column) => [...before, column.name]));
  }
  return found;
}

function throughJunction(shape: Shape, views: readonly Shape[]): Relation[] {
  const inKey = shape.foreignKeys.filter((key) => key.columns.every((column) => shape.primaryKey.includes(column)));
  return inKey.flatMap((nearKey) =>
    inKey
      .filter((farKey) => farKey.name !== nearKey.name)
      .flatMap((farKey) =>
        throughViews(nearKey, views).flatMap((near) =>
          throughViews(farKey, views).map((far) => ({
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
        ),
      ),
  );
}

function isUnique(shape: Shape, columns: readonly string[]): boolean {
  return shape.uniques.some((set) => !set.partial && set.columns.every((column) => columns.includes(column)));
}

function pairs(from: readonly string[], to: readonly string[]): readonly ColumnPair[] {
  return from.map((column, index) => ({ from: column, to: to[index] ?? "" }));
}
