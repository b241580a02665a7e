import { integer, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { DatabaseError, type DatabaseErrorKind } from "../kernel/database-error.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Write } from "../query/write.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import type { Collection, Column } from "../schema/model.ts";
import { databaseFailure } from "./translate.ts";

const pets = sqliteTable(
  "pets",
  { id: integer().primaryKey(), slug: text().unique(), owner: text(), name: text(), place: text() },
  (table) => [unique().on(table.owner, table.name), uniqueIndex("one_place").on(table.place)],
);
const table = [...compileModel([collection(pets)]).collections.values()][0] as Collection;

function insert(names: readonly string[]): Write {
  const columns = names.map((name) => table.columns.get(name) as Column);
  return { kind: "insert", collection: table, columns, conflict: null, returning: null };
}

function translated(message: string, names: readonly string[] = [], rows: readonly (readonly Json[])[] = []): Failure {
  return databaseFailure(new DatabaseError("constraint", message), { write: insert(names), rows });
}

const d1 = (message: string): string => `D1_ERROR: ${message}: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)`;

describe("a constraint of the database", () => {
  it.each<readonly [string, string, string]>([
    ["UNIQUE constraint failed: pets.slug", "23505", 'duplicate key value violates unique constraint "pets_slug_key"'],
    ["UNIQUE constraint failed: pets.id", "23505", 'duplicate key value violates unique constraint "pets_pkey"'],
    [
      "UNIQUE constraint failed: pets.owner, pets.name",
      "23505",
      'duplicate key value violates unique constraint "pets_owner_name_key"',
    ],
    [
      "UNIQUE constraint failed: pets.name, pets.owner",
      "23505",
      'duplicate key value violates unique constraint "pets_owner_name_key"',
    ],
    ["UNIQUE constraint failed: pets.place", "23505", 'duplicate key value violates unique constraint "one_place"'],
    [
      "UNIQUE constraint failed: index 'pets_lower_slug'",
      "23505",
      'duplicate key value violates unique constraint "pets_lower_slug"',
    ],
    ["UNIQUE constraint failed: other.a, other.b", "23505", 'duplicate key value violates unique constraint "a_b"'],
    [
      "NOT NULL constraint failed: pets.name",
      "23502",
      'null value in column "name" of relation "pets" violates not-null constraint',
    ],
    [
      "NOT NULL constraint failed: pets.c.d",
      "23502",
      'null value in column "c.d" of relation "pets" violates not-null constraint',
    ],
    [
      "CHECK constraint failed: name_is_short",
      "23514",
      'new row for relation "pets" violates check constraint "name_is_short"',
    ],
    ["FOREIGN KEY constraint failed", "23503", 'write on table "pets" violates a foreign key constraint'],
    ["malformed JSON", "22P02", "invalid input syntax for type json"],
    ["datatype mismatch", "22P02", "invalid input syntax for a key of type integer"],
    ["something failed", "23514", 'write on table "pets" violates a constraint'],
  ])("%s is %s", (message, code, said) => {
    expect(translated(d1(message))).toMatchObject({ code, message: said, details: null });
  });

  it("names the key of the one row that was written", () => {
    const message = d1("UNIQUE constraint failed: pets.owner, pets.name");
    const names = ["name", "slug", "owner"];
    expect(translated(message, names, [["rex", null, "ada"]]).details).toBe(
      "Key (owner, name)=(ada, rex) already exists.",
    );
    expect(translated(message, names, [["rex", null, 7]]).details).toBe("Key (owner, name)=(7, rex) already exists.");
    expect(
      translated(message, names, [
        ["rex", null, "ada"],
        ["tom", null, "bob"],
      ]).details,
    ).toBeNull();
    expect(translated(message, ["name"], [["rex"]]).details).toBeNull();
  });
});

describe("an end that a statement of ours brought about", () => {
  it.each([
    ["session", "PGRST301", "the session has ended", null],
    ["insert:pets", "42501", 'new row violates row-level security policy for table "pets"', null],
    ["update:pets", "42501", 'new row violates row-level security policy for table "pets"', null],
    ["hidden:a:b", "42501", 'new row violates row-level security policy for table "a:b"', null],
    ['update:o"dd', "42501", 'new row violates row-level security policy for table "o"dd"', null],
    ["insert:it''s", "42501", 'new row violates row-level security policy for table "it\'s"', null],
    ["count:3", "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 3 rows"],
    ["most:9", "PGRST124", "Query result exceeds max-affected preference constraint", "The query affects 9 rows"],
    ["nothing", "PER500", "internal error", null],
  ])("%s is %s", (reason, code, message, details) => {
    const error = new DatabaseError("abort", `D1_ERROR: bad JSON path: 'perigee:${reason}': SQLITE_ERROR`);
    expect(databaseFailure(error, null)).toMatchObject({ code, message, details });
  });
});

describe("any other failure", () => {
  it.each<readonly [DatabaseErrorKind, string]>([
    ["transient", "PER503"],
    ["limit", "54000"],
    ["size", "54000"],
    ["fault", "PER500"],
  ])("%s is %s, and tells nothing of the database", (kind, code) => {
    const failure = databaseFailure(new DatabaseError(kind, "secret place"), null);
    expect(failure.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain("secret");
  });
});
