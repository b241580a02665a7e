import type { JsonObject } from "../kernel/json.ts";
import { operators } from "../query/operator.ts";
import type { Column } from "../schema/model.ts";
import { componentName, ref } from "./component-name.ts";

const text = { type: "string", format: "text", maxLength: 16_384 };
const count = { type: "integer", format: "int64", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

interface Words {
  readonly description: string;
  readonly schema?: JsonObject;
  readonly example?: string;
}

function query(name: string, { description, schema = text, example }: Words): JsonObject {
  return { name, in: "query", required: false, description, schema, ...(example === undefined ? {} : { example }) };
}

function header(name: string, { description, schema = text, example }: Words): JsonObject {
  return { name, in: "header", required: false, description, schema, ...(example === undefined ? {} : { example }) };
}

/** What a filter looks like, whatever the column. */
export const filterSchema: JsonObject = {
  type: "string",
  maxLength: 16_384,
  pattern: `^(not\\.)?(${Object.keys(operators).join("|")})(\\((any|all|[A-Za-z_]+)\\))?\\.`,
};

/** The words of the dialect: https://docs.postgrest.org/en/v14/references/api.html */
export const parameterComponents: JsonObject = {
  select: query("select", {
    description: "Columns, renamed (`name:column`), cast (`column::text`), embedded (`relation(columns)`), aggregated.",
    example: "*",
  }),
  order: query("order", { description: "`column.desc.nullslast`, several by commas." }),
  limit: query("limit", { description: "At most so many rows.", schema: count }),
  offset: query("offset", { description: "Leaves out so many rows.", schema: count }),
  and: query("and", { description: "Filters that hold together: `(a.eq.1,or(b.is.null,c.gt.2))`." }),
  or: query("or", { description: "Filters of which one holds: `(a.eq.1,b.is.null)`." }),
  columns: query("columns", {
    description: "The columns that the rows of the body give; the body's others are ignored.",
  }),
  onConflict: query("on_conflict", { description: "The unique columns that tell whether a row is there already." }),
  range: header("Range", { description: "The rows from and to, `0-9`, instead of `limit` and `offset`." }),
  "prefer.read": header("Prefer", { description: "`count=exact`, `handling=strict`." }),
  "prefer.write": header("Prefer", {
    description:
      "`return=representation|minimal|headers-only`, `missing=default`, `count=exact`, `handling=strict`, " +
      "`max-affected=…`, `tx=rollback`; of an insert `resolution=merge-duplicates|ignore-duplicates`.",
  }),
  ifMatch: header("If-Match", { description: "The entity tag that a read of the same rows gave: PER412 otherwise." }),
  idempotencyKey: header("Idempotency-Key", {
    description: "The same key and body: the same answer, and one write.",
    schema: { ...text, maxLength: 255 },
  }),
};

export function parameter(name: string): JsonObject {
  return ref("parameters", name);
}

/** Words of the query string that a column cannot be filtered by under its name. */
const words: ReadonlySet<string> = new Set([
  "select",
  "columns",
  "on_conflict",
  "order",
  "limit",
  "offset",
  "and",
  "or",
  "after",
]);

/** A filter for each column, as components by name. */
export function filterParameters(collection: string, columns: readonly Column[]): [string, JsonObject][] {
  return columns
    .filter(({ name }) => !words.has(name))
    .map((column) => [
      `${componentName(collection)}.filter.${componentName(column.name)}`,
      query(quoted(column.name), {
        description: `A filter, \`eq.…\`, by a value of type ${column.type.kind.postgresName(column.type)}.`,
        schema: ref("schemas", "filter.value"),
      }),
    ]);
}

/** As the dialect wants names that hold its own signs. */
function quoted(name: string): string {
  return /^[\p{L}\p{N}_ $]+$/u.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

export function isWord(name: string): boolean {
  return words.has(name);
}
