import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Argument, Field, Filter, JsonStep, Order, Read, Selection } from "../query/read.ts";
import type { Collection, Relation } from "../schema/model.ts";
import { notEmbedded, unknownColumn, visibleColumn } from "./failures.ts";
import type { FieldText } from "./parse-field.ts";

/** A read in the making: the top level of a request, or an embed. */
export interface Node {
  readonly collection: Collection;
  /** The table's name in PostgREST's statement, which its error messages show. */
  readonly label: string;
  readonly depth: number;
  readonly items: (Exclude<Selection, { kind: "embed" }> | EmbedNode)[];
  readonly filters: Filter[];
  order: readonly Order[];
  limit: Argument | null;
  offset: Argument | null;
}

export interface EmbedNode {
  readonly kind: "embed";
  /** As `select` calls it. */
  readonly name: string;
  readonly alias: string | null;
  readonly relation: Relation;
  readonly join: "left" | "inner";
  readonly spread: boolean;
  readonly node: Node;
}

export function outputName(embed: EmbedNode): string {
  return embed.alias ?? embed.name;
}

export function embedsOf(node: Node): EmbedNode[] {
  return node.items.filter((item) => item.kind === "embed");
}

/** The node that a path of embeds leads to, by their names or aliases; PGRST108 where one is not embedded. */
export function nodeAt(root: Node, path: readonly string[]): Result<Node, Failure> {
  let node = root;
  for (const step of path) {
    const found = embedsOf(node).find((embed) => embed.name === step || embed.alias === step);
    if (found === undefined) return err(notEmbedded(step));
    node = found.node;
  }
  return ok(node);
}

/** A column of the node's collection; 42703 where it has none of that name. */
export function resolveField(node: Node, field: FieldText): Result<Field, Failure> {
  const column = visibleColumn(node.collection, field.name);
  if (column === null) return err(unknownColumn(node.label, node.collection, field.name));
  return ok({ column, path: field.path, asText: field.asText });
}

/** Whether a field is the pseudo-column `search` of a collection with an index for it. */
export function isSearch(collection: Collection, field: FieldText): boolean {
  const { name, path } = field;
  if (name !== "search" || path.length > 0 || collection.search === null) return false;
  return visibleColumn(collection, name) === null;
}

/** The name that PostgREST gives a field without an alias: the last key of its path, or the column. */
export function defaultName(field: FieldText): string {
  return (
    field.path.findLast((step): step is Extract<JsonStep, { kind: "key" }> => step.kind === "key")?.key ?? field.name
  );
}

export function freeze(node: Node): Read {
  const [first, ...others] = node.filters;
  return {
    collection: node.collection,
    select: freezeSelect(node),
    where: first === undefined ? null : others.length === 0 ? first : { kind: "and", items: node.filters },
    order: node.order,
    limit: node.limit,
    offset: node.offset,
  };
}

export function freezeSelect(node: Node): Selection[] {
  return node.items.map((item) =>
    item.kind === "embed"
      ? {
          kind: "embed",
          as: outputName(item),
          relation: item.relation,
          join: item.join,
          spread: item.spread,
          read: freeze(item.node),
        }
      : item,
  );
}
