import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Field, Order } from "../query/read.ts";
import { isToOne } from "../schema/model.ts";
import { notEmbedded, rankWithoutSearch, relatedOrderToMany } from "./failures.ts";
import { type EmbedNode, embedsOf, isSearch, type Node, outputName, resolveField } from "./node.ts";
import type { OrderTerm } from "./parse-order.ts";

/** PGRST108 where the term is of an embed that there is not, PGRST118 where the embed is a list. */
export function resolveOrder(node: Node, term: OrderTerm): Result<Order, Failure> {
  const { embed, descending, nulls } = term;
  if (embed === null && isSearch(node.collection, term.field)) return resolveRank(node, term);
  if (embed === null) {
    const field = resolveField(node, term.field);
    return field.ok ? ok({ embed, field: field.value, descending, nulls }) : field;
  }
  const found = embedsOf(node).find((candidate) => outputName(candidate) === embed);
  if (found === undefined) return err(notEmbedded(embed));
  if (!isToOne(found.relation)) return err(relatedOrderToMany(node.collection.name, embed));
  const field = spreadField(found, term) ?? resolveField(found.node, term.field);
  return field.ok ? ok({ embed, field: field.value, descending, nulls }) : field;
}

/** What is spread may be called as `select` calls it: `...author(who:name)` and `order=author(who)`. */
function spreadField({ spread, node }: EmbedNode, { field }: OrderTerm): Result<Field, Failure> | null {
  if (!spread || field.path.length > 0) return null;
  const item = node.items.find((candidate) => candidate.kind === "field" && candidate.as === field.name);
  return item?.kind === "field" && item.cast === null ? ok(item.field) : null;
}

/** `order=search.desc`: by how well the rows match the filter on `search` beside it, which is the only one. */
function resolveRank(node: Node, { descending, nulls }: OrderTerm): Result<Order, Failure> {
  const filters = node.filters.filter((filter) => filter.kind === "search");
  const [rank, ...others] = filters;
  const column = node.collection.columns.get(node.collection.search?.columns[0] ?? "");
  if (rank === undefined || others.length > 0 || column === undefined) return err(rankWithoutSearch);
  return ok({ embed: null, field: { column, path: [], asText: false }, descending, nulls, rank });
}
