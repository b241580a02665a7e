import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { diff } from "./diff.ts";
import { type Hints, noHints } from "./hints.ts";
import { migrationText } from "./test-database.ts";
import { library, type Variation } from "./test-library.ts";

function refusals(change: Variation, hints: Partial<Hints> = {}): readonly string[] {
  const difference = diff(library(), library(change), { ...noHints, ...hints });
  return difference.ok ? [] : difference.error.map(({ reason, mend }) => `${reason} | ${mend}`);
}

const accept = (...names: string[]): Partial<Hints> => ({ acceptedLosses: new Set(names) });

describe("the generator refuses, and says how to go on", () => {
  it("where a column may have been renamed", () => {
    expect(refusals({ publishers: { founded: null, since: integer() } })).toEqual([
      "Column publishers.founded is gone from the definition, and its values would go with it | If it was renamed: " +
        "--rename publishers.founded:since. To let it go: --accept-loss publishers.founded",
    ]);
    expect(refusals({ publishers: { founded: null, since: integer() } }, accept("publishers.founded"))).toEqual([]);
  });

  it("where a table may have been renamed", () => {
    expect(refusals({ chaptersName: "sections" })).toEqual([
      "Table chapters is gone from the definition, and its rows would go with it | If it was renamed: " +
        "--rename-table chapters:sections. To let it go: --accept-loss chapters",
    ]);
  });

  it("where rows would have no value", () => {
    expect(refusals({ publishers: { since: integer().notNull() } })).toEqual([
      "Column publishers.since is NOT NULL without a default, and existing rows have no value for it | " +
        'Give it a .default(), or a value for them: --fill "publishers.since=<SQL expression>"',
    ]);
  });

  it("hints that name nothing", () => {
    const hints: Partial<Hints> = {
      renamedTables: [{ from: "nothing", to: "books" }],
      renamedColumns: [{ table: "books", from: "title", to: "name" }],
      acceptedLosses: new Set(["books.nothing"]),
      fills: new Map([["books.nothing", "1"]]),
    };
    expect(refusals({}, hints).map((text) => text.split(" | ")[0])).toEqual([
      "--rename-table nothing:books: no table nothing in the last migration",
      "--rename-table nothing:books: books existed before",
      "--rename books.title:name: no column title in the last migration",
      "--rename books.title:name: no column name in the definition",
      "--accept-loss books.nothing: no such table or column",
      "--fill books.nothing=…: no such column in the definition",
    ]);
  });

  it("nothing of a computed column that goes", () => {
    expect(refusals({ books: { letters: null } })).toEqual([]);
  });
});

describe("the generator prefers", () => {
  const made = (change: Variation, hints: Partial<Hints> = {}) => migrationText(library(), library(change), hints);

  it("ADD COLUMN, and makes the triggers anew", () => {
    const added = made({ publishers: { city: text().default("?") } });
    expect(added).toContain(`ALTER TABLE "publishers" ADD COLUMN "city" text DEFAULT '?'`);
    expect(added).toContain(`DROP TRIGGER "_perigee_log_publishers_insert"`);
    expect(added).toContain(`'city', NEW."city"`);
    expect(added).not.toContain("DROP TABLE");
    expect(added).not.toContain("_perigee_log_books");
  });

  it("DROP COLUMN and RENAME COLUMN", () => {
    const dropped = made({ publishers: { founded: null } }, accept("publishers.founded"));
    expect(dropped).toContain(`ALTER TABLE "publishers" DROP COLUMN "founded"`);
    const renamedColumns = [{ table: "publishers", from: "founded", to: "since" }];
    const renamed = made({ publishers: { founded: null, since: integer() } }, { renamedColumns });
    expect(renamed).toContain(`ALTER TABLE "publishers" RENAME COLUMN "founded" TO "since"`);
    expect(dropped + renamed).not.toContain("DROP TABLE");
  });

  it("moving only what refers to the rebuilt table", () => {
    const rebuilt = made({ chapters: { heading: text().notNull().default("none") } });
    const emptied = [...rebuilt.matchAll(/DELETE FROM "(\w+)"/g)].map((found) => found[1]);
    expect(emptied).toEqual(["notes", "chapters"]);
    expect(made({ bookCheck: sql`id > 0` })).toContain("PRAGMA defer_foreign_keys = on");
  });
});
