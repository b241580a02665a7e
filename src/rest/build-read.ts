import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import { inPlace } from "../query/keyset.ts";
import type { Argument, Filter, Read } from "../query/read.ts";
import type { Model } from "../schema/model.ts";
import { freeze, type Node, nodeAt } from "./node.ts";
import { type ParsedQuery, parseSkeleton } from "./parse-shape.ts";
import { plant } from "./plant.ts";
import { resolveFilter } from "./resolve-filter.ts";
import { resolveOrder } from "./resolve-order.ts";
import type { ShapeHead } from "./shape.ts";

/** A request's query, from nothing but its shape and the model. */
export function buildRead(model: Model, head: ShapeHead, skeleton: string): Result<Read, Failure> {
  const parsed = parseSkeleton(skeleton);
  if (!parsed.ok) return parsed;
  const root = plant(model, head.collection, parsed.value.select);
  if (!root.ok) return root;
  const placed = placeAll(root.value, parsed.value);
  if (!placed.ok) return placed;
  const window = windowArguments(head, parsed.value);
  root.value.limit = window.limit;
  root.value.offset = window.offset;
  const read = freeze(root.value);
  if (head.paged === null) return ok(read);
  const last = parsed.value.argumentCount + (head.limited ? 1 : 0);
  return inPlace(read, head.paged === "start" ? null : { argument: last });
}

/** The arguments of the top level's limit and offset. */
export function windowArguments(
  head: ShapeHead,
  parsed: ParsedQuery,
): { readonly limit: Argument | null; readonly offset: Argument | null } {
  const first = parsed.argumentCount;
  return {
    limit: head.limited ? { argument: first } : null,
    offset: head.skipped ? { argument: head.limited ? first + 1 : first } : null,
  };
}

/** Puts every filter, order and bound at the node that its path leads to. */
function placeAll(root: Node, parsed: ParsedQuery): Result<null, Failure> {
  for (const { path, item } of parsed.filters) {
    const filter = at(root, path, (node) => resolveFilter(node, item));
    if (!filter.ok) return filter;
    filter.value.node.filters.push(filter.value.item);
  }
  return placeRest(root, parsed);
}

/** As `placeAll`, with the filters of embeds only; those of the top level are given back to `resolve`. */
export function placeEmbedded(
  root: Node,
  parsed: ParsedQuery,
  resolve: (logic: ParsedQuery["filters"][number]["item"]) => Result<Filter, Failure>,
): Result<readonly Filter[], Failure> {
  const embedded = parsed.filters.filter(({ path }) => path.length > 0);
  const placed = placeAll(root, { ...parsed, filters: embedded });
  if (!placed.ok) return placed;
  return collect(
    parsed.filters.filter(({ path }) => path.length === 0),
    ({ item }) => resolve(item),
  );
}

function placeRest(root: Node, parsed: ParsedQuery): Result<null, Failure> {
  for (const { path, item } of parsed.orders) {
    const order = at(root, path, (node) => collect(item, (term) => resolveOrder(node, term)));
    if (!order.ok) return order;
    order.value.node.order = order.value.item;
  }
  for (const { path, item } of parsed.limits) {
    const node = nodeAt(root, path);
    if (!node.ok) return node;
    node.value.limit = { argument: item };
  }
  for (const { path, item } of parsed.offsets) {
    const node = nodeAt(root, path);
    if (!node.ok) return node;
    node.value.offset = { argument: item };
  }
  return ok(null);
}

function at<T>(
  root: Node,
  path: readonly string[],
  resolve: (node: Node) => Result<T, Failure>,
): Result<{ readonly node: Node; readonly item: T }, Failure> {
  const node = nodeAt(root, path);
  if (!node.ok) return node;
  const item = resolve(node.value);
  return item.ok ? ok({ node: node.value, item: item.value }) : item;
}
