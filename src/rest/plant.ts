import type { Failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Collection, Model } from "../schema/model.ts";
import { resolveCast } from "./casts.ts";
import { embeddedTwice, unknownCollection, visibleColumn } from "./failures.ts";
import { defaultName, type EmbedNode, embedsOf, type Node, outputName, resolveField } from "./node.ts";
import type { AggregateItem, RelationItem, SelectItem } from "./parse-select.ts";
import { resolveRelation } from "./resolve-relation.ts";

type Planted = Result<Node["items"][number], Failure>;

interface Place {
  readonly collection: Collection;
  readonly label: string;
  readonly depth: number;
}

/** The tree of nodes that a `select` asks for, names resolved against the model. */
export function plant(model: Model, name: string, select: readonly SelectItem[]): Result<Node, Failure> {
  const collection = model.collections.get(name);
  if (collection === undefined) return err(unknownCollection(model, name));
  return plantNode(model, { collection, label: name, depth: 0 }, select);
}

function plantNode(model: Model, place: Place, select: readonly SelectItem[]): Result<Node, Failure> {
  const node: Node = { ...place, items: [], filters: [], order: [], limit: null, offset: null };
  const items = collect(select, (item) => plantItem(model, node, item));
  if (!items.ok) return items;
  node.items.push(...items.value);
  const names = new Set<string>();
  // A spread has no name of its own in the answer.
  const named = embedsOf(node).filter((embed) => !embed.spread);
  for (const name of named.map(outputName)) {
    if (names.has(name)) return err(embeddedTwice(`${place.collection.name}_${name}_${place.depth + 1}`));
    names.add(name);
  }
  return ok(node);
}

function plantItem(model: Model, node: Node, item: SelectItem): Planted {
  if (item.kind === "all") return ok(item);
  if (item.kind === "relation") return plantEmbed(model, node, item);
  if (item.kind === "aggregate") return plantAggregate(node, item);
  if (isRowCount(node, item)) return plantAggregate(node, { ...item, ...rowCount });
  const field = resolveField(node, item.field);
  if (!field.ok) return field;
  const cast = resolveCast(item.cast);
  if (!cast.ok) return cast;
  return ok({ kind: "field", field: field.value, as: item.alias ?? defaultName(item.field), cast: cast.value });
}

const rowCount = { kind: "aggregate", function: "count", field: null, inputCast: null } as const;

/** `comments(count)`: PostgreSQL reads a column that is none as a function of the row, and clients rely on it. */
function isRowCount(node: Node, { field }: Extract<SelectItem, { kind: "field" }>): boolean {
  return field.name === "count" && field.path.length === 0 && visibleColumn(node.collection, "count") === null;
}

function plantAggregate(node: Node, item: AggregateItem): Planted {
  const inputCast = resolveCast(item.inputCast);
  if (!inputCast.ok) return inputCast;
  const cast = resolveCast(item.cast);
  if (!cast.ok) return cast;
  const field = item.field === null ? ok(null) : resolveField(node, item.field);
  if (!field.ok) return field;
  return ok({
    kind: "aggregate",
    function: item.function,
    field: field.value,
    inputCast: inputCast.value,
    as: item.alias ?? item.function,
    cast: cast.value,
  });
}

function plantEmbed(model: Model, parent: Node, item: RelationItem): Result<EmbedNode, Failure> {
  const relation = resolveRelation(model, parent.collection, item);
  if (!relation.ok) return relation;
  const collection = model.collections.get(relation.value.target);
  if (collection === undefined) return err(unknownCollection(model, relation.value.target));
  const depth = parent.depth + 1;
  // PostgREST joins a junction's far table under its own name.
  const label = relation.value.junction === null ? `${collection.name}_${depth}` : collection.name;
  const node = plantNode(model, { collection, label, depth }, item.items);
  if (!node.ok) return node;
  return ok({
    kind: "embed",
    name: item.name,
    alias: item.alias,
    relation: relation.value,
    join: item.join,
    spread: item.spread,
    node: node.value,
  });
}
