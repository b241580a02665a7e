import { getTableColumns } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { type CollectionDefinition, sourceName, type TableDefinition } from "./collection.ts";
import { compileColumn } from "./compile-columns.ts";
import { markEncrypted, visibleNames } from "./compile-encrypted.ts";
import { checkTarget, compileForeignKeys, compileIndexed, compilePrimaryKey, compileUniques } from "./compile-keys.ts";
import { compileSearch, rowIdName } from "./compile-search.ts";
import { compileView } from "./compile-view.ts";
import { DefinitionError } from "./definition-error.ts";
import type { Collection, Column, Model } from "./model.ts";
import { deriveRelations } from "./relations.ts";

/**
 * Compiles the collections of a definition.
 *
 * @throws DefinitionError naming the table, the column and the mend
 */
export function compileModel(definitions: readonly CollectionDefinition[]): Model {
  const exposed = checkNames(definitions);
  const bare = new Map<string, Bare>();
  for (const definition of definitions) {
    if (definition.kind !== "table") continue;
    const table = compileTable(definition, exposed);
    bare.set(table.name, table);
  }
  for (const definition of definitions) {
    if (definition.kind !== "view") continue;
    const view = compileView(definition, { collections: bare, exposed });
    bare.set(view.name, view);
  }
  for (const { kind, name, foreignKeys } of bare.values()) {
    for (const key of foreignKeys) checkTarget(`${kind} ${name}`, key, bare.get(key.target));
  }
  const ordered = [...exposed].flatMap((name) => bare.get(name) ?? []);
  const relations = deriveRelations(ordered);
  const collections = ordered.map((collection): [string, Collection] => [
    collection.name,
    { ...collection, relations: relations.get(collection.name) ?? [] },
  ]);
  return { collections: new Map(collections) };
}

function isCounter({ columns }: ReturnType<typeof getTableConfig>): boolean {
  return columns.some(
    (column) => column.primary && (column as { readonly autoIncrement?: unknown }).autoIncrement === true,
  );
}

type Bare = Omit<Collection, "relations">;

/** The names of all collections, in their order. */
function checkNames(definitions: readonly CollectionDefinition[]): ReadonlySet<string> {
  const exposed = new Set<string>();
  const taken = new Set<string>();
  for (const definition of definitions) {
    const name = sourceName(definition.kind === "table" ? definition.table : definition.view);
    const where = `${definition.kind} ${name}`;
    // SQLite minds no case in names.
    if (taken.has(name.toLowerCase())) {
      throw new DefinitionError(where, "it is declared as a collection twice", "Keep one collection()");
    }
    if (/^(?:auth_|_|sqlite_|d1_|(?:excluded|json_each|json_tree)$)/i.test(name)) {
      throw new DefinitionError(
        where,
        "its name is reserved",
        "Call it something else than auth_…, _…, sqlite_…, d1_…, excluded, json_each, json_tree",
      );
    }
    exposed.add(name);
    taken.add(name.toLowerCase());
  }
  return exposed;
}

function compileTable(definition: TableDefinition, exposed: ReadonlySet<string>): Bare {
  const config = getTableConfig(definition.table);
  const properties = getTableColumns(definition.table);
  for (const property of Object.keys(definition.options.columns)) {
    if (!(property in properties)) {
      const known = Object.keys(properties).join(", ");
      throw new DefinitionError(`table ${config.name}`, `it has no column "${property}"`, `Use one of: ${known}`);
    }
  }
  const plain = new Map<string, Column>();
  for (const [property, column] of Object.entries(properties)) {
    const compiled = compileColumn(property, column, definition.options.columns[property]);
    if ([...plain.keys()].some((name) => name.toLowerCase() === compiled.name.toLowerCase())) {
      throw new DefinitionError(`table ${config.name}`, `two columns are named "${compiled.name}"`, "Rename one");
    }
    plain.set(compiled.name, compiled);
  }
  const primaryKey = compilePrimaryKey(config);
  if (primaryKey.length === 0) {
    throw new DefinitionError(`table ${config.name}`, "it has no primary key", "Mark a column with .primaryKey()");
  }
  const columns = markEncrypted(config, definition.options, plain);
  return {
    kind: "table",
    name: config.name,
    description: definition.options.description,
    columns,
    primaryKey,
    uniques: visibleNames(config.name, compileUniques(config), columns),
    rowId: rowIdName(columns),
    ...(isCounter(config) ? { counter: true } : {}),
    indexed: compileIndexed(config),
    foreignKeys: compileForeignKeys(config, exposed),
    checks: config.checks.map((check) => check.name),
    search: compileSearch(config.name, definition.options.search, columns),
    maxRows: definition.options.maxRows,
    cache: definition.options.cache,
  };
}
