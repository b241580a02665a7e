import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Order } from "../query/read.ts";
import { isToOne } from "../schema/model.ts";
import { notEmbedded, relatedOrderToMany } from "./failures.ts";
import { embedsOf, type Node, outputName, resolveField } from "./node.ts";
import type { OrderTerm } from "./parse-order.ts";

/** PGRST108 where the term is of an embed that there is not, PGRST118 where the embed is a list. */
export function resolveOrder(node: Node, term: OrderTerm): Result<Order, Failure> {
  const { embed, descending, nulls } = term;
  if (embed === null) {
    const field = resolveField(node, term.field);
    return field.ok ? ok({ embed, field: field.value, descending, nulls }) : field;
  }
  const found = embedsOf(node).find((candidate) => outputName(candidate) === embed);
  if (found === undefined) return err(notEmbedded(embed));
  if (!isToOne(found.relation)) return err(relatedOrderToMany(node.collection.name, embed));
  const field = resolveField(found.node, term.field);
  return field.ok ? ok({ embed, field: field.value, descending, nulls }) : field;
}
