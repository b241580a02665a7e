import type { Expression } from "../rules/expression.ts";
import type { Source } from "../rules/secure.ts";
import { type Rows, ruleSql } from "../rules/to-sql.ts";
import { SqlLimitError } from "../sql/compile.ts";
import { ref, type Sql, sql } from "../sql/fragment.ts";
import { maxAliases } from "../sql/limits.ts";
import { sealedSql } from "./sealed.ts";
import type { Slot } from "./slot.ts";

/**
 * Hands out the aliases of one statement. No collection's name starts with `_`, so none is shadowed. Throws SqlLimitError
 * where there are too many: filters and orders of embeds within embeds multiply, and a short request could ask for
 * billions.
 */
export type Aliases = () => string;

export function makeAliases(): Aliases {
  let count = 0;
  return () => {
    if (count === maxAliases) throw new SqlLimitError(`more than ${maxAliases} tables`);
    return `_${count++}`;
  };
}

/** A table in a statement, as the caller sees it. */
export interface Table {
  readonly source: Source;
  readonly alias: string;
  /** A column's value: NULL on the rows where rules hide it. One that is encrypted comes as `sealedSql` has it. */
  readonly column: (name: string) => Sql<Slot>;
  /** Another of the row's values, in a column's place: NULL where that column is. */
  readonly inPlaceOf: (name: string, other: Sql<Slot>) => Sql<Slot>;
}

/** The table itself, under its rules' masks. */
export function guardedTable(source: Source, alias: string, aliases: Aliases): Table {
  const inPlaceOf: Table["inPlaceOf"] = (name, other) => {
    const mask = source.masks.get(name);
    return mask === undefined ? other : sql<Slot>`case when ${tableRule(mask, alias, aliases)} then ${other} end`;
  };
  return { source, alias, column: (name) => inPlaceOf(name, columnSql(source, alias, name)), inPlaceOf };
}

function columnSql({ collection, given }: Source, alias: string, name: string): Sql<Slot> {
  const encrypted = given ? undefined : collection.columns.get(name)?.encrypted;
  return encrypted === undefined ? ref(alias, name) : sealedSql({ encrypted, collection, alias, name });
}

/** Rows that a page has selected already: rules and masks are behind them. */
export function selectedTable(source: Source, alias: string): Table {
  return { source, alias, column: (name) => ref(alias, name), inPlaceOf: (_, other) => other };
}

/** A rule over the true columns of the table at `alias`. */
export function tableRule(rule: Expression, alias: string, aliases: Aliases): Sql<Slot> {
  const rows: Rows = { column: (name) => ref(alias, name), alias: aliases };
  return ruleSql(rule, rows);
}
