import { Column, is, SQL, type Table } from "drizzle-orm";
import {
  getTableConfig,
  getViewConfig,
  SQLiteColumn,
  SQLiteSyncDialect,
  type SQLiteView,
} from "drizzle-orm/sqlite-core";
import { DefinitionError } from "./definition-error.ts";

/** What a Drizzle view says of itself. */
export interface ViewSource {
  readonly name: string;
  /** The query, parameters written out. */
  readonly sql: string;
  /** The view declares its columns and takes them from its query by name; otherwise the query's order is theirs. */
  readonly declared: ReturnType<typeof getTableConfig> | null;
  /** In the order of the query. */
  readonly fields: readonly ViewField[];
}

export interface ViewField {
  readonly property: string;
  readonly name: string;
  /** The Drizzle column that it is: of a table, or the view's own declaration. Null for what is computed. */
  readonly column: SQLiteColumn | null;
}

const dialect = new SQLiteSyncDialect();

/** The table's name behind every alias: https://github.com/drizzle-team/drizzle-orm, `Table.Symbol.BaseName`. */
const baseName = Symbol.for("drizzle:BaseName");

/** @throws DefinitionError for a view without a query, or whose columns have no names of their own */
export function readView(view: SQLiteView): ViewSource {
  const { name, query, selectedFields } = getViewConfig(view);
  if (query === undefined) {
    throw new DefinitionError(`view ${name}`, "it is existing(), so nothing can make it", "Give its query with as()");
  }
  const fields = Object.keys(selectedFields).map((property) =>
    readField(name, property, selectedOf(selectedFields, property)),
  );
  const taken = new Set<string>();
  for (const field of fields) {
    if (taken.has(field.name.toLowerCase())) {
      throw new DefinitionError(
        `view ${name}`,
        `two columns are named "${field.name}"`,
        `Name one: sql\`\${column}\`.as("other")`,
      );
    }
    taken.add(field.name.toLowerCase());
  }
  const first = fields[0]?.column ?? null;
  const isDeclared = first !== null && tableNameOf(first) === name;
  return { name, sql: queryText(name, query), declared: isDeclared ? getTableConfig(first.table) : null, fields };
}

/** The name of the table that a column belongs to, behind aliases and views. */
export function tableNameOf(column: SQLiteColumn): string {
  return String((column.table as Table & { readonly [baseName]?: unknown })[baseName]);
}

/** Drizzle throws where a field that has no name is looked at. */
function selectedOf(fields: Readonly<Record<string, unknown>>, property: string): unknown {
  try {
    return fields[property];
  } catch {
    return null;
  }
}

function readField(view: string, property: string, selected: unknown): ViewField {
  if (is(selected, SQLiteColumn)) return { property, name: selected.name, column: selected };
  if (is(selected, SQL.Aliased)) return { property, name: selected.fieldAlias, column: onlyColumn(selected.sql) };
  const [problem, mend] =
    selected === null
      ? ["has no name", `Name it: sql\`…\`.as("${property}")`]
      : ["is no column", "Select columns side by side, not in an object of their own"];
  throw new DefinitionError(`view ${view}, column ${property}`, `it ${problem}`, mend);
}

/** `sql`${articles.id}`.as("article_id")` is that column. */
function onlyColumn(expression: SQL): SQLiteColumn | null {
  const chunks = expression.queryChunks.filter((chunk) => !isEmptyText(chunk));
  const [only] = chunks;
  return chunks.length === 1 && is(only, Column) && is(only, SQLiteColumn) ? only : null;
}

function isEmptyText(chunk: unknown): boolean {
  const { value } = Object(chunk) as { readonly value?: unknown };
  return Array.isArray(value) && value.join("").trim() === "";
}

function queryText(name: string, query: SQL): string {
  try {
    return dialect.sqlToQuery(query.inlineParams()).sql.trim().replace(/;$/, "");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DefinitionError(
      `view ${name}`,
      `Drizzle cannot write its query: ${reason}`,
      "Select its columns by name",
    );
  }
}
