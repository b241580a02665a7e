import type { getTableConfig, SQLiteColumn } from "drizzle-orm/sqlite-core";
import { toHex, utf8 } from "../kernel/bytes.ts";
import type { ResolvedCollectionOptions } from "./collection.ts";
import { randomUuid } from "./columns.ts";
import { compileUniques } from "./compile-keys.ts";
import { DefinitionError } from "./definition-error.ts";
import type { KindName } from "./kinds/kind.ts";
import type { Column, UniqueSet } from "./model.ts";

type TableConfig = ReturnType<typeof getTableConfig>;

/** Kinds whose stored form is text: that is what is encrypted. */
const textual: ReadonlySet<KindName> = new Set(["text", "enum", "uuid", "timestamp", "date", "time", "json", "list"]);

/** Kinds that have one stored form for each value, so that equal values have equal blind indexes. */
const comparable: ReadonlySet<KindName> = new Set(["text", "enum", "uuid", "timestamp", "date", "time"]);

/** Kinds of keys whose text is the same to the worker and to the database. */
const keyKinds: ReadonlySet<KindName> = new Set([
  "text",
  "enum",
  "uuid",
  "timestamp",
  "date",
  "time",
  "integer",
  "bigint",
  "boolean",
  "epoch-seconds",
  "epoch-millis",
]);

/** The columns of a table, those that are encrypted marked. @throws DefinitionError where one cannot be */
export function markEncrypted(
  config: TableConfig,
  options: ResolvedCollectionOptions,
  columns: ReadonlyMap<string, Column>,
): ReadonlyMap<string, Column> {
  const marked = new Map(columns);
  for (const column of columns.values()) {
    const given = options.columns[column.property]?.encrypted;
    if (given === undefined) continue;
    const where = `table ${config.name}, column ${column.name}`;
    checkColumn(where, column, { config, options });
    const index = given.equality === undefined ? null : indexColumn(where, given.equality, column, { config, columns });
    marked.set(column.name, {
      ...column,
      encrypted: { id: toHex(utf8(JSON.stringify([config.name, column.name]))), index: index?.name ?? null },
    });
    // Nobody writes it but the framework.
    if (index !== null) marked.set(index.name, { ...index, hidden: true, generated: true, indexes: column.name });
  }
  if ([...marked.values()].every((column) => column.encrypted === undefined)) return columns;
  if (options.cache !== null) {
    throw new DefinitionError(
      `table ${config.name}`,
      "it has encrypted columns and cache",
      "Leave cache out: answers would be kept in clear",
    );
  }
  for (const key of keyColumns(config)) {
    const column = marked.get(key.name);
    if (column !== undefined) marked.set(key.name, knownKey(`table ${config.name}, column ${key.name}`, key, column));
  }
  checkCascades(config);
  return marked;
}

interface Surroundings {
  readonly config: TableConfig;
  readonly options: ResolvedCollectionOptions;
}

function checkColumn(where: string, column: Column, { config, options }: Surroundings): void {
  const refuse = (why: string, mend: string): never => {
    throw new DefinitionError(where, `it is encrypted and ${why}`, mend);
  };
  const { name } = column.type.kind;
  const own = config.columns.find((candidate) => candidate.name === column.name);
  if (!textual.has(name)) refuse(`holds ${name}`, "Encrypt columns that are kept as text: text(), json(), list(), …");
  if (!/^text/i.test(own?.getSQLType() ?? "")) refuse("is no column of text", "Declare it as text()");
  if (column.default !== null) refuse("has a default in the database", "Use $defaultFn(() => …): that is encrypted");
  if (column.generated) refuse("is generated", "Encrypt a column that is written");
  if (options.search.includes(column.property)) refuse("is searched", "Leave it out of search");
  if (keyColumns(config).some((key) => key.name === column.name)) refuse("is part of the key", "Take another key");
  if (config.foreignKeys.some((key) => key.reference().columns.some((each) => each.name === column.name))) {
    refuse("points at another table", "Leave one of the two");
  }
  if (compileUniques(config).some((set) => set.columns.includes(column.name))) {
    refuse("is unique, but equal values are encrypted differently", "Make the column of its blind index unique");
  }
}

function indexColumn(
  where: string,
  property: string,
  column: Column,
  { config, columns }: { readonly config: TableConfig; readonly columns: ReadonlyMap<string, Column> },
): Column {
  const refuse = (why: string, mend: string): never => {
    throw new DefinitionError(where, why, mend);
  };
  if (!comparable.has(column.type.kind.name)) {
    refuse(`a blind index of ${column.type.kind.name}`, "Only values with one form have one: text, enum, uuid, …");
  }
  const index = [...columns.values()].find((candidate) => candidate.property === property);
  if (index === undefined) return refuse(`the table has no column "${property}"`, `Add ${property}: text()`);
  const own = config.columns.find((candidate) => candidate.name === index.name);
  const isPlain = index.type.kind.name === "text" && !index.notNull && !index.hasDefault && !index.generated;
  if (!isPlain || index === column || own?.defaultFn !== undefined || own?.onUpdateFn !== undefined) {
    refuse(`"${property}" cannot hold its blind index`, "Declare a text() of its own, without default or notNull");
  }
  return index;
}

function keyColumns(config: TableConfig): readonly SQLiteColumn[] {
  const [composite] = config.primaryKeys;
  return composite === undefined ? config.columns.filter((column) => column.primary) : composite.columns;
}

/**
 * What is encrypted is bound to the key of its row, so the worker must know the key before the row is written: a default of the
 * database's is made here instead.
 */
function knownKey(where: string, key: SQLiteColumn, column: Column): Column {
  const refuse = (why: string, mend: string): never => {
    throw new DefinitionError(where, `${why}, in a table with encrypted columns`, mend);
  };
  const { name } = column.type.kind;
  if (!keyKinds.has(name)) refuse(`a key of ${name}`, "Take a key of text, uuid, integer, date or time");
  if (/collate/i.test(key.getSQLType())) refuse("a key with a collation", "Keep its text as it is");
  if (column.makeUpdate !== null) refuse("a key that changes with each update", "Leave out $onUpdateFn");
  if (column.generated) refuse("a generated key", "Take a key that is written");
  if (column.default === null || column.makeDefault !== null) return column;
  if (key.default === randomUuid) return { ...column, makeDefault: () => crypto.randomUUID() };
  return refuse("a key that the database makes", "Use uuid().default(randomUuid), or $defaultFn(() => …)");
}

function checkCascades(config: TableConfig): void {
  const keys = new Set(keyColumns(config).map((column) => column.name));
  for (const foreignKey of config.foreignKeys) {
    if (foreignKey.onUpdate !== "cascade" && foreignKey.onUpdate !== "set null") continue;
    const moved = foreignKey.reference().columns.find((column) => keys.has(column.name));
    if (moved === undefined) continue;
    throw new DefinitionError(
      `table ${config.name}, column ${moved.name}`,
      `a key that changes with another table's (on update ${foreignKey.onUpdate}), in a table with encrypted columns`,
      "Leave onUpdate out",
    );
  }
}

/** Constraints over a blind index are told under the name of the column that it is of. */
export function visibleNames(
  table: string,
  uniques: readonly UniqueSet[],
  columns: ReadonlyMap<string, Column>,
): readonly UniqueSet[] {
  return uniques.map((set) => {
    const shown = set.columns.map((name) => columns.get(name)?.indexes ?? name);
    const conventional = `${table}_${set.columns.join("_")}_key`;
    return set.name === conventional ? { ...set, name: `${table}_${shown.join("_")}_key` } : set;
  });
}
