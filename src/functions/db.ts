import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type * as z from "zod";
import type { Json } from "../kernel/json.ts";
import type { Condition } from "../rules/condition.ts";
import type { Change, ChangeOptions, DeleteOptions, UpdateOptions, UpsertOptions, Written } from "./change.ts";
import type { NewRow, Row } from "./returns.ts";

export type Property<Table extends SQLiteTable> = keyof Row<Table> & string;

export interface ReadOptions<Table extends SQLiteTable, Chosen extends Property<Table> = Property<Table>> {
  /** Over the table's own columns: everything of the rules' language but `exists`, `outer` and `before`. */
  readonly where?: Condition;
  readonly order?: readonly (SQLiteColumn | Ordering)[];
  /** At most the collection's `maxRows`, which holds without a limit too. */
  readonly limit?: number;
  readonly offset?: number;
  /** By property name. Default: every column that there is for whoever the function runs as. */
  readonly columns?: readonly Chosen[];
}

export interface Ordering {
  readonly column: SQLiteColumn;
  readonly descending: boolean;
}

export function asc(column: SQLiteColumn): Ordering {
  return { column, descending: false };
}

export function desc(column: SQLiteColumn): Ordering {
  return { column, descending: true };
}

/**
 * The data, for a function. Each call is one round trip; what the database or a rule refuses is thrown as a coded error,
 * which the caller of the function is told unless the function catches it. Throws TypeError for a table that is no
 * collection and for what a collection does not have.
 */
export interface Db {
  read<Table extends SQLiteTable, Chosen extends Property<Table> = Property<Table>>(
    table: Table,
    options?: ReadOptions<Table, Chosen>,
  ): Promise<Pick<Row<Table>, Chosen>[]>;
  /** A read in the REST dialect, `/articles?select=title,author(name)`: what GET would give, parsed by the schema. */
  query(path: string): Promise<Json>;
  query<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  insert<Table extends SQLiteTable>(
    table: Table,
    rows: NewRow<Table> | readonly NewRow<Table>[],
    options?: ChangeOptions,
  ): Promise<Written<Table>>;
  upsert<Table extends SQLiteTable>(
    table: Table,
    rows: NewRow<Table> | readonly NewRow<Table>[],
    options?: UpsertOptions,
  ): Promise<Written<Table>>;
  update<Table extends SQLiteTable>(table: Table, options: UpdateOptions<Table>): Promise<Written<Table>>;
  delete<Table extends SQLiteTable>(table: Table, options: DeleteOptions): Promise<Written<Table>>;
  /** Several writes as one transaction, in their order: `[insert(…), update(…), remove(…)]`. All of them, or none. */
  batch<const Changes extends readonly Change[]>(
    changes: Changes,
  ): Promise<{ readonly [At in keyof Changes]: Changes[At] extends Change<infer Table> ? Written<Table> : never }>;
}
