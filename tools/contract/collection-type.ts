import type { Policy } from "../../src/rules/policy.ts";
import type { Collection, Column, Relation } from "../../src/schema/model.ts";
import { type Block, blockText, named } from "./block.ts";
import { columnTypeText, key, nullable } from "./column-type.ts";

/** `Tables` or `Views`: hidden columns do not exist, generated ones are read alone. */
export function collectionType(collection: Collection, policy: Policy): Block {
  const visible = [...collection.columns.values()].filter((column) => !column.hidden);
  const row: Block = named(visible.map((column) => [column.name, cellType(column)]));
  const relationships: [string, string] = ["Relationships", relationshipsText(collection)];
  if (collection.kind === "view") return [["Row", row], relationships];
  const filled = policy.defaults(collection.name);
  const written = visible.filter((column) => !column.generated);
  const isOptional = (column: Column): boolean =>
    !column.notNull ||
    column.hasDefault ||
    column.makeDefault !== null ||
    column.makeUpdate !== null ||
    filled.has(column.name);
  return [
    ["Row", row],
    ["Insert", inputs(written, isOptional)],
    ["Update", inputs(written, () => true)],
    relationships,
  ];
}

function inputs(columns: readonly Column[], isOptional: (column: Column) => boolean): Block {
  const sorted = [...columns].sort((left, right) => (left.name < right.name ? -1 : 1));
  // A table of generated columns alone takes nothing.
  if (sorted.length === 0) return [];
  return sorted.map((column) => [`${key(column.name)}${isOptional(column) ? "?" : ""}`, cellType(column)]);
}

function cellType(column: Column): string {
  const type = columnTypeText(column.type);
  return column.notNull ? type : nullable(type);
}

/** The foreign keys that start here, to tables and to the views that stand for them. The client finds the rest itself. */
function relationshipsText(collection: Collection): string {
  const owned = collection.relations.filter((relation) => relation.owned && joinsVisibly(collection, relation));
  const texts = owned.map(relationshipText).sort();
  return texts.length === 0 ? "[]" : `[\n${texts.map((text) => `          ${text},\n`).join("")}        ]`;
}

/** A key over a column that is hidden cannot be embedded by. */
function joinsVisibly(collection: Collection, { pairs }: Relation): boolean {
  return pairs.every(({ from }) => collection.columns.get(from)?.hidden === false);
}

function relationshipText({ constraints, pairs, cardinality, target }: Relation): string {
  const list = (names: readonly string[]): string => `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
  return blockText(
    [
      ["foreignKeyName", JSON.stringify(constraints[0] ?? "")],
      ["columns", list(pairs.map((pair) => pair.from))],
      ["isOneToOne", String(cardinality === "one-to-one")],
      ["referencedRelation", JSON.stringify(target)],
      ["referencedColumns", list(pairs.map((pair) => pair.to))],
    ],
    5,
  );
}
