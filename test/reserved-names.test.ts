import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import { collection } from "../src/schema/collection.ts";
import { compileModel } from "../src/schema/compile.ts";

// `json_each` as a table hides SQLite's function from every statement, and `excluded` the new row of an upsert from its
// rules: both were found by a scenario.
it.each(["json_each", "JSON_TREE", "excluded", "auth_users", "_x", "sqlite_x", "d1_x"])(
  "refuses a table called %s when the worker starts",
  (name) => {
    expect(() => compileModel([collection(sqliteTable(name, { id: integer().primaryKey() }))])).toThrow(/reserved/);
  },
);

it.each(["excluded_rows", "json", "author", "d1"])("takes a table called %s", (name) => {
  expect(compileModel([collection(sqliteTable(name, { id: integer().primaryKey() }))]).collections.size).toBe(1);
});
