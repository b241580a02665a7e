import type { App } from "../../src/define.ts";
import { readApplication } from "./application.ts";
import { createIndex, createTable, createView } from "./create-sql.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Every statement that makes an application's database from nothing, in order: tables, indexes, views, search
 * indexes, triggers; the
 * framework's first. The same definition gives the same text. Runs in Node and in workerd.
 */
export async function ddl(app: App): Promise<string[]> {
  return createAll(readApplication(app));
}

export function createAll(snapshot: Snapshot): string[] {
  return [
    ...snapshot.tables.map(createTable),
    ...snapshot.tables.flatMap((table) => table.indexes.map((index) => createIndex(table.name, index))),
    ...snapshot.views.map(createView),
    ...snapshot.searches.map((search) => search.create),
    ...snapshot.triggers.map((trigger) => trigger.sql),
  ];
}
