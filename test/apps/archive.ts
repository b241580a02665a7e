import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { caller, eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { uuid } from "../../src/schema/columns.ts";

/** Papers to be searched: some of their text is for some eyes only. */
export const papers = sqliteTable("papers", {
  id: uuid().primaryKey(),
  title: text().notNull(),
  abstract: text("summary"),
  /** Its owner's alone. */
  draft: text(),
  /** Nobody's. */
  verdict: text(),
  owner: uuid(),
  /** A column may be called like this. */
  rowid: text(),
});

export const remarks = sqliteTable("remarks", {
  id: integer().primaryKey(),
  paper: uuid().references(() => papers.id, { onDelete: "cascade" }),
  text: text().notNull(),
});

export const archive: App = defineApp({
  name: "archive",
  collections: [
    collection(papers, {
      search: ["title", "abstract", "draft", "verdict"],
      columns: { verdict: { hidden: true } },
    }),
    collection(remarks, { search: ["text"] }),
  ],
  rules: [
    rulesFor(papers, {
      select: [
        allow("anon").only(papers.id, papers.title, papers.abstract),
        allow("authenticated").when(eq(papers.owner, caller.id)),
      ],
      insert: [allow("authenticated").check(eq(papers.owner, caller.id))],
      update: [allow("authenticated").when(eq(papers.owner, caller.id))],
      delete: [allow("authenticated").when(eq(papers.owner, caller.id))],
    }),
    rulesFor(remarks, { select: [allow("anon")] }),
  ],
});
