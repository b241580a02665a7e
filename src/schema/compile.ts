import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import type { CollectionDefinition } from "./collection.ts";
import { compileColumn } from "./compile-columns.ts";
import { checkTarget, compileForeignKeys, compilePrimaryKey, compileUniques } from "./compile-keys.ts";
import { DefinitionError } from "./definition-error.ts";
import type { Collection, Column, Model } from "./model.ts";
import { deriveRelations } from "./relations.ts";

/**
 * Compiles the collections of a definition.
 *
 * @throws DefinitionError naming the table, the column and the mend
 */
export function compileModel(definitions: readonly CollectionDefinition[]): Model {
  const exposed = new Set<string>();
  const taken = new Set<string>();
  for (const { table } of definitions) {
    const name = getTableName(table);
    // SQLite minds no case in names.
    if (taken.has(name.toLowerCase())) {
      throw new DefinitionError(`table ${name}`, "it is declared as a collection twice", "Keep one collection()");
    }
    if (/^(?:auth_|_|sqlite_|d1_|(?:excluded|json_each|json_tree)$)/i.test(name)) {
      throw new DefinitionError(
        `table ${name}`,
        "its name is reserved",
        "Call it something else than auth_…, _…, sqlite_…, d1_…, excluded, json_each, json_tree",
      );
    }
    exposed.add(name);
    taken.add(name.toLowerCase());
  }
  const bare = definitions.map((definition) => compileTable(definition, exposed));
  const uniques = new Map(bare.map((collection) => [collection.name, collection.uniques]));
  for (const { name, foreignKeys } of bare) {
    for (const key of foreignKeys) checkTarget(name, key, uniques.get(key.target) ?? []);
  }
  const relations = deriveRelations(bare);
  const collections = bare.map((collection): [string, Collection] => [
    collection.name,
    { ...collection, relations: relations.get(collection.name) ?? [] },
  ]);
  return { collections: new Map(collections) };
}

function compileTable(definition: CollectionDefinition, exposed: ReadonlySet<string>): Omit<Collection, "relations"> {
  const config = getTableConfig(definition.table);
  const properties = getTableColumns(definition.table);
  for (const property of Object.keys(definition.options.columns)) {
    if (!(property in properties)) {
      const known = Object.keys(properties).join(", ");
      throw new DefinitionError(`table ${config.name}`, `it has no column "${property}"`, `Use one of: ${known}`);
    }
  }
  const columns = new Map<string, Column>();
  for (const [property, column] of Object.entries(properties)) {
    const compiled = compileColumn(property, column, definition);
    if ([...columns.keys()].some((name) => name.toLowerCase() === compiled.name.toLowerCase())) {
      throw new DefinitionError(`table ${config.name}`, `two columns are named "${compiled.name}"`, "Rename one");
    }
    columns.set(compiled.name, compiled);
  }
  const primaryKey = compilePrimaryKey(config);
  if (primaryKey.length === 0) {
    throw new DefinitionError(`table ${config.name}`, "it has no primary key", "Mark a column with .primaryKey()");
  }
  return {
    name: config.name,
    description: definition.options.description,
    columns,
    primaryKey,
    uniques: compileUniques(config),
    foreignKeys: compileForeignKeys(config, exposed),
    checks: config.checks.map((check) => check.name),
    maxRows: definition.options.maxRows,
    cache: definition.options.cache,
  };
}
