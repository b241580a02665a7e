import type { Failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Filter, SearchFilter } from "../query/read.ts";
import { badEmbedOperator, badSearchOperator, visibleColumn } from "./failures.ts";
import { embedsOf, isSearch, type Node, outputName, resolveField } from "./node.ts";
import type { LogicFilter, LogicNode } from "./parse-logic.ts";

/** A filter on a node's rows: on its columns, or on whether one of its embeds has rows. */
export function resolveFilter(node: Node, logic: LogicNode): Result<Filter, Failure> {
  if (logic.kind === "filter") {
    return resolveEmbedded(node, logic) ?? resolveSearch(node, logic) ?? resolveComparison(node, logic);
  }
  return resolveGroup(logic, (item) => resolveFilter(node, item));
}

/** A filter on the rows that a write touches: nothing is embedded there. */
export function resolveRowFilter(node: Node, logic: LogicNode): Result<Filter, Failure> {
  if (logic.kind === "filter") return resolveSearch(node, logic) ?? resolveComparison(node, logic);
  return resolveGroup(logic, (item) => resolveRowFilter(node, item));
}

function resolveGroup(
  group: Extract<LogicNode, { kind: "group" }>,
  resolve: (item: LogicNode) => Result<Filter, Failure>,
): Result<Filter, Failure> {
  const items = collect(group.items, resolve);
  if (!items.ok) return items;
  return ok(negate({ kind: group.operator, items: items.value }, group.negated));
}

/**
 * `comments=is.null`, `comments=not.is.null`. Null where no embed has that name.
 * Source: https://docs.postgrest.org/en/v14/references/api/resource_embedding.html#null-filtering-on-embedded-resources
 */
function resolveEmbedded(node: Node, { field, operation }: LogicFilter): Result<Filter, Failure> | null {
  const embed = field.path.length > 0 ? undefined : embedsOf(node).find((found) => outputName(found) === field.name);
  if (embed === undefined) return null;
  if (operation.keyword === "null" || operation.keyword === "not_null") {
    const present = (operation.keyword === "not_null") !== operation.negated;
    return ok({ kind: "embedded", as: field.name, present });
  }
  return visibleColumn(node.collection, field.name) === null ? err(badEmbedOperator(field.name)) : null;
}

/** `search=wfts.cats`, where no column is called so: in all columns of the index. Null where it is another filter. */
function resolveSearch(node: Node, { field, operation }: LogicFilter): Result<Filter, Failure> | null {
  if (!isSearch(node.collection, field)) return null;
  const operator = searchOperators.get(operation.operator);
  const { argument } = operation;
  if (operator === undefined || argument === null) return err(badSearchOperator);
  return ok(negate({ kind: "search", operator, value: { argument } }, operation.negated));
}

const searchOperators: ReadonlyMap<string, SearchFilter["operator"]> = new Map(
  (["fts", "plfts", "phfts", "wfts"] as const).map((name) => [name, name]),
);

function resolveComparison(node: Node, { field, operation }: LogicFilter): Result<Filter, Failure> {
  const resolved = resolveField(node, field);
  if (!resolved.ok) return resolved;
  const { operator, keyword, argument, quantifier } = operation;
  const value = argument === null ? null : { argument };
  return ok(
    negate({ kind: "compare", field: resolved.value, operator, keyword, value, quantifier }, operation.negated),
  );
}

function negate(item: Filter, negated: boolean): Filter {
  return negated ? { kind: "not", item } : item;
}
