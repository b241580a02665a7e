import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import * as flows from "../../src/auth/flows/tables.ts";
import * as oauth from "../../src/auth/oauth-server/tables.ts";
import * as auth from "../../src/auth/tables.ts";
import { authTriggers } from "../../src/auth/triggers.ts";
import { changeContext, changeLog } from "../../src/changes/tables.ts";
import { changeTriggers, sessionTrigger } from "../../src/changes/triggers.ts";
import type { App } from "../../src/define.ts";
import { dataKeys } from "../../src/encryption/tables.ts";
import { idempotencyKeys } from "../../src/idempotency/tables.ts";
import { compileModel } from "../../src/schema/compile.ts";
import { DefinitionError } from "../../src/schema/definition-error.ts";
import { readTable } from "./read-table.ts";
import { readSearch, searchTriggers } from "./search.ts";
import type { Snapshot, TableSnapshot, TriggerSnapshot } from "./snapshot.ts";
import { readViews } from "./views.ts";

/** What the framework itself keeps, in the order of creation. */
const frameworkTables: readonly SQLiteTable[] = [
  changeLog,
  changeContext,
  idempotencyKeys,
  dataKeys,
  ...Object.values(auth),
  ...Object.values(flows),
  ...Object.values(oauth),
];

/**
 * Everything that an application's database holds: the framework's tables, the collections, their triggers, views.
 *
 * @throws DefinitionError where the definition does not compile or refers to a table that is no collection
 */
export function readApplication(app: App): Snapshot {
  const model = compileModel(app.collections);
  const collected = app.collections.flatMap((definition) => (definition.kind === "table" ? [definition.table] : []));
  const tables = [...frameworkTables, ...collected];
  const known = new Set(tables.map((table) => getTableName(table)));
  const snapshots = tables.map(readTable);
  for (const table of snapshots) checkTargets(table, known);
  const triggers = [
    ...authTriggers,
    sessionTrigger,
    ...[...model.collections.values()].flatMap((collection) =>
      collection.kind === "table" ? [...changeTriggers(collection), ...searchTriggers(collection)] : [],
    ),
  ];
  return {
    version: 1,
    tables: snapshots,
    triggers: triggers.map(readTrigger),
    views: readViews(app),
    searches: [...model.collections.values()].flatMap(readSearch),
  };
}

function checkTargets(table: TableSnapshot, known: ReadonlySet<string>): void {
  for (const { columns, target } of table.foreignKeys) {
    if (known.has(target)) continue;
    throw new DefinitionError(
      `table ${table.name}, column ${columns.join(", ")}`,
      `it refers to the table ${target}, which is not part of the definition`,
      `Add collection(${target}) to the app's collections`,
    );
  }
}

function readTrigger(sql: string): TriggerSnapshot {
  const found = /^\s*CREATE TRIGGER "([^"]+)"[\s\S]*? ON "([^"]+)"/i.exec(sql);
  const [, name, table] = found ?? [];
  if (name === undefined || table === undefined) throw new TypeError(`not a trigger: ${sql.slice(0, 80)}`);
  return { name, table, sql: sql.trim().replace(/;$/, "") };
}
