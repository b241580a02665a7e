import { blob, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { bigint, date, json, time } from "../../../src/schema/columns.ts";

// Tables without a key there have one here that no API shows. Names that need quotes; a search.

const row = () => integer().primaryKey();

export const items = sqliteTable("items", { id: bigint().primaryKey() });
export const menagerie = sqliteTable("menagerie", { integer: integer().primaryKey(), varchar: text() });
export const simplePk = sqliteTable("simple_pk", { k: text().primaryKey(), extra: text().notNull() });
export const noPk = sqliteTable("no_pk", { row: row(), a: text(), b: text() });
export const nullableInteger = sqliteTable("nullable_integer", { row: row(), a: integer() });
export const clashingColumn = sqliteTable("clashing_column", { row: row(), t: text() });
export const hasCountColumn = sqliteTable("has_count_column", { row: row(), count: integer() });
export const chores = sqliteTable("chores", {
  id: integer().primaryKey(),
  name: text(),
  done: integer({ mode: "boolean" }),
});
export const jsonTable = sqliteTable("json_table", { row: row(), data: json() });
export const names = sqliteTable("w_or_wo_comma_names", { row: row(), name: text() });
export const escaped = sqliteTable("Escap3e;", { id: integer("so6meIdColumn").primaryKey() });
export const ghostBusters = sqliteTable("ghostBusters", {
  row: row(),
  escapeId: integer()
    .notNull()
    .references(() => escaped.id),
});
export const serverToday = sqliteTable("Server Today", {
  row: row(),
  host: text("cHostname"),
  model: text("Just A Server Model"),
});
export const reserved = sqliteTable("pgrst_reserved_chars", {
  row: row(),
  id: integer("*id*"),
  arrow: text(":arr->ow::cast"),
  parens: text("(inside,parens)"),
  dotted: text("a.dotted.column"),
  blanks: text("  col  w  space  "),
});
export const differentTypes = sqliteTable("items_with_different_col_types", {
  int_data: integer().primaryKey(),
  text_data: text(),
  bool_data: integer({ mode: "boolean" }),
  bin_data: blob({ mode: "buffer" }),
  char_data: text(),
  date_data: date(),
  real_data: real(),
  time_data: time(),
});
export const tsearch = sqliteTable("tsearch", { row: row(), text_search: text() });
/** In another script, all of it. */
export const persian = sqliteTable("موارد", { id: bigint("هویت").primaryKey() });
