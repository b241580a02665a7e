import { type Embed, embedsOf, type Field, type Filter, type Item, nameOf, type Order, type Query } from "./ask.ts";
import { kinds, quoted } from "./kinds.ts";

/** The path and query of a request. */
export function urlOf(query: Query): string {
  const entries: [string, string][] = [["select", query.select.map(itemText).join(",")], ...entriesOf(query, "")];
  const said = entries.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return `/rest/v1/${query.table.name}?${said.join("&")}`;
}

function itemText(item: Item): string {
  if (item.kind === "all") return "*";
  if (item.kind === "embed") return embedText(item);
  const alias = item.alias === null ? "" : `${item.alias}:`;
  if (item.kind === "field") return `${alias}${fieldText(item.field)}${item.asText ? "::text" : ""}`;
  return `${alias}${item.column === null ? "" : `${item.column.name}.`}${item.name}()`;
}

function embedText(embed: Embed): string {
  const head = embed.spread ? "..." : embed.alias === null ? "" : `${embed.alias}:`;
  return `${head}${embed.way}${embed.inner ? "!inner" : ""}(${embed.query.select.map(itemText).join(",")})`;
}

function fieldText({ column, path, asText }: Field): string {
  const steps = path.map((step, index) => `${asText && index === path.length - 1 ? "->>" : "->"}${step}`);
  return `${column.name}${steps.join("")}`;
}

function entriesOf(query: Query, prefix: string): [string, string][] {
  const entries = query.where.map((filter) => filterEntry(filter, prefix));
  if (query.order.length > 0) entries.push([`${prefix}order`, query.order.map(orderText).join(",")]);
  if (query.limit !== null) entries.push([`${prefix}limit`, String(query.limit)]);
  if (query.offset !== null) entries.push([`${prefix}offset`, String(query.offset)]);
  for (const embed of embedsOf(query)) entries.push(...entriesOf(embed.query, `${prefix}${nameOf(embed)}.`));
  return entries;
}

function orderText({ embed, field, descending, nulls }: Order): string {
  const name = embed === null ? fieldText(field) : `${nameOf(embed)}(${fieldText(field)})`;
  return `${name}${descending ? ".desc" : ""}${nulls === null ? "" : `.nulls${nulls}`}`;
}

function filterEntry(filter: Filter, prefix: string): [string, string] {
  if (filter.kind === "group") {
    return [`${prefix}${filter.negated ? "not." : ""}${filter.word}`, `(${filter.items.map(treeText).join(",")})`];
  }
  return [`${prefix}${subject(filter)}`, operation(filter, false)];
}

function treeText(filter: Filter): string {
  if (filter.kind === "group") {
    return `${filter.negated ? "not." : ""}${filter.word}(${filter.items.map(treeText).join(",")})`;
  }
  return `${subject(filter)}.${operation(filter, true)}`;
}

type Leaf = Exclude<Filter, { kind: "group" }>;

function subject(filter: Leaf): string {
  return filter.kind === "embedded" ? nameOf(filter.embed) : fieldText(filter.field);
}

function operation(filter: Leaf, inTree: boolean): string {
  const not = filter.negated ? "not." : "";
  if (filter.kind === "embedded") return `${not}is.null`;
  if (filter.kind === "is") return `${not}is.${filter.keyword}`;
  const quantifier = filter.quantifier === null ? "" : `(${filter.quantifier})`;
  return `${not}${filter.operator}${quantifier}.${operand(filter, inTree)}`;
}

function operand(
  { field, operator, quantifier, values }: Extract<Filter, { kind: "compare" }>,
  inTree: boolean,
): string {
  const { use, inUrl } = kinds[field.path.length === 0 ? field.column.kind : "text"];
  const texts = values.map(inUrl);
  if (operator === "in") return `(${texts.map((text) => (plain.test(text) ? text : quoted(text))).join(",")})`;
  if (quantifier !== null) {
    const array = `{${texts.map((text) => (plain.test(text) ? text : quoted(text))).join(",")}}`;
    // In a tree an array ends at its first brace, quoted or not, as in PostgREST; quotes around the whole help.
    return inTree && texts.some((text) => /[{}]/.test(text)) ? quoted(array) : array;
  }
  const text = texts[0] ?? "";
  return inTree && !plain.test(text) && use !== "list" ? quoted(text) : text;
}

/** What needs no quotes, and is not `null`, which means something in an array. */
const plain = /^(?!null$)[\w.:+-]+$/i;
