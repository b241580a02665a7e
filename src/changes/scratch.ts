import { type Sql, sql, value } from "../sql/fragment.ts";

/**
 * Notes that a batch keeps for itself until its end, in a row of the log under no table's name. For batches alone that
 * never commit: nobody reads such a row. `held` is what later statements look at, `told` what the end of the batch
 * tells: an array to which each note adds one value.
 */
export interface Scratch {
  /** A new note. The first of a batch begins the array. */
  readonly open: <S>(held: Sql<S>, isFirst: boolean) => Sql<S>;
  readonly held: Sql<never>;
  /** Adds a JSON value to the array. */
  readonly tell: <S>(json: Sql<S>) => Sql<S>;
  readonly told: Sql<never>;
  /** The rows of a table inserted since the last note: `seq` and `key`. */
  readonly inserted: (table: string) => Sql<never>;
}

// The log has no index on the name: from its end it is never far.
const last: Sql<never> = sql`from "_perigee_changes" where "table_name" = '' order by "seq" desc limit 1`;

export const scratch: Scratch = {
  open: <S>(held: Sql<S>, isFirst: boolean) => {
    const told = isFirst ? sql`'[]'` : sql`(select "key" ${last})`;
    return sql<S>`insert into "_perigee_changes" ("table_name", "operation", "key", "before") values ('', '', ${told}, ${held})`;
  },
  held: sql`(select "before" ${last})`,
  tell: <S>(json: Sql<S>) =>
    sql<S>`update "_perigee_changes" set "key" = json_insert("key", '$[#]', json(${json})) where "seq" = (select "seq" ${last})`,
  told: sql`(select "key" ${last})`,
  inserted: (table) =>
    sql`select "seq", "key" from "_perigee_changes" where "seq" > (select "seq" ${last}) and "table_name" = ${value(table)} and "operation" = 'INSERT'`,
};
