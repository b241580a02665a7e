import type { Argument, ArgumentValue, Field, Filter, Order, Read, Selection } from "../query/read.ts";
import type { Model } from "../schema/model.ts";
import { buildRead } from "./build-read.ts";
import { lexQuery } from "./lex.ts";
import { readHead, type ShapeHead } from "./shape.ts";

/** A query string as the query that it becomes, arguments in their places; a failure as its code and message. */
export function shown(model: Model, collection: string, query: string): string {
  const lexed = lexQuery(query);
  const read = buildRead(model, headOf(collection), lexed.skeleton);
  return read.ok ? showRead(read.value, lexed.arguments) : `${read.error.code} ${read.error.message}`;
}

export function headOf(collection: string): ShapeHead {
  return { ...readHead, collection, limited: false, skipped: false, counted: false };
}

export function showRead(read: Read, values: readonly ArgumentValue[]): string {
  const parts = [`${read.collection.name}{${showSelect(read.select, values)}}`];
  if (read.where !== null) parts.push(`where ${showFilter(read.where, values)}`);
  if (read.order.length > 0) parts.push(`order ${read.order.map(showOrder).join(", ")}`);
  if (read.limit !== null) parts.push(`limit ${showArgument(read.limit, values)}`);
  if (read.offset !== null) parts.push(`offset ${showArgument(read.offset, values)}`);
  return parts.join(" ");
}

export function showSelect(select: readonly Selection[], values: readonly ArgumentValue[]): string {
  return select.map((item) => showSelection(item, values)).join(", ");
}

function showSelection(item: Selection, values: readonly ArgumentValue[]): string {
  if (item.kind === "all") return "*";
  if (item.kind === "embed") {
    const join = item.join === "inner" ? " inner" : "";
    const via =
      item.relation.junction?.collection ?? item.relation.pairs.map((pair) => `${pair.from}=${pair.to}`).join();
    return `${item.spread ? "..." : ""}${item.as}:${item.relation.cardinality}${join}(${via}) ${showRead(item.read, values)}`;
  }
  if (item.kind !== "field" && item.kind !== "aggregate") return `${item.kind} ${item.as}`;
  const cast = item.cast === null ? "" : `::${item.cast}`;
  const text = item.field === null ? "" : showField(item.field);
  return item.kind === "field" ? `${item.as}=${text}${cast}` : `${item.as}=${item.function}(${text})${cast}`;
}

function showField(field: Field): string {
  const steps = field.path.map((step) => (step.kind === "key" ? `.${step.key}` : `[${step.index}]`));
  return `${field.column.name}${steps.join("")}${field.asText ? " text" : ""}`;
}

export function showFilter(filter: Filter, values: readonly ArgumentValue[]): string {
  if (filter.kind === "not") return `not ${showFilter(filter.item, values)}`;
  if (filter.kind === "embedded") return `${filter.present ? "has" : "lacks"} ${filter.as}`;
  if (filter.kind === "search") return `search ${filter.operator} ${showArgument(filter.value, values)}`;
  if (filter.kind !== "compare") {
    return `(${filter.items.map((item) => showFilter(item, values)).join(` ${filter.kind} `)})`;
  }
  const operand = filter.value === null ? filter.keyword : showArgument(filter.value, values);
  const quantifier = filter.quantifier === null ? "" : ` ${filter.quantifier}`;
  return `${showField(filter.field)} ${filter.operator}${quantifier} ${operand}`;
}

function showArgument(argument: Argument, values: readonly ArgumentValue[]): string {
  const value = values[argument.argument];
  if (value === undefined) return "MISSING";
  if (value.kind === "text") return `<${value.text}>`;
  return value.kind === "list" ? `<${value.items.join("|")}>` : JSON.stringify(value.json);
}

function showOrder(order: Order): string {
  const nulls = order.nulls === null ? "" : ` nulls ${order.nulls}`;
  const embed = order.embed === null ? "" : `${order.embed}:`;
  return `${embed}${showField(order.field)} ${order.descending ? "desc" : "asc"}${nulls}`;
}
