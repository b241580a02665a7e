import { getTableName, is, SQL } from "drizzle-orm";
import type { getTableConfig, IndexColumn, SQLiteColumn } from "drizzle-orm/sqlite-core";
import { DefinitionError } from "./definition-error.ts";
import type { ForeignKey, UniqueSet } from "./model.ts";

type TableConfig = ReturnType<typeof getTableConfig>;

export function compilePrimaryKey(config: TableConfig): readonly string[] {
  const composite = config.primaryKeys[0];
  if (composite !== undefined) return composite.columns.map((column) => column.name);
  return config.columns.filter((column) => column.primary).map((column) => column.name);
}

/** The primary key, unique columns, unique constraints and unique indexes over plain columns, in that order. */
export function compileUniques(config: TableConfig): readonly UniqueSet[] {
  const sets: UniqueSet[] = [];
  const primaryKey = compilePrimaryKey(config);
  if (primaryKey.length > 0) sets.push({ name: `${config.name}_pkey`, columns: primaryKey, partial: false });
  for (const column of config.columns) {
    if (!column.isUnique) continue;
    const given = column.uniqueName === `${config.name}_${column.name}_unique` ? undefined : column.uniqueName;
    sets.push({ name: given ?? `${config.name}_${column.name}_key`, columns: [column.name], partial: false });
  }
  for (const constraint of config.uniqueConstraints) {
    const columns = constraint.columns.map((column) => column.name);
    const generated = `${config.name}_${columns.join("_")}_unique`;
    const given = constraint.getName();
    const name = given === undefined || given === generated ? `${config.name}_${columns.join("_")}_key` : given;
    sets.push({ name, columns, partial: false });
  }
  for (const { config: index } of config.indexes) {
    const columns = index.unique ? plainColumns(index.columns) : null;
    if (columns !== null) sets.push({ name: index.name, columns, partial: index.where !== undefined });
  }
  return sets;
}

/** The columns that are the first of a key or of an index over all rows. */
export function compileIndexed(config: TableConfig): ReadonlySet<string> {
  const firsts = compileUniques(config).map((set) => (set.partial ? undefined : set.columns[0]));
  for (const { config: index } of config.indexes) {
    const [first] = index.columns;
    if (index.where === undefined && first !== undefined && !is(first, SQL)) firsts.push((first as SQLiteColumn).name);
  }
  return new Set(firsts.filter((name) => name !== undefined));
}

export function compileForeignKeys(config: TableConfig, exposed: ReadonlySet<string>): readonly ForeignKey[] {
  const keys: ForeignKey[] = [];
  const taken = new Set<string>();
  for (const key of config.foreignKeys) {
    const reference = key.reference();
    const target = getTableName(reference.foreignTable);
    if (!exposed.has(target)) continue;
    const columns = reference.columns.map((column) => column.name);
    const conventional = unused(`${config.name}_${columns.join("_")}_fkey`, taken);
    const drizzles = key.getName();
    const name = reference.name ?? conventional;
    taken.add(name);
    keys.push({
      name,
      aliases: [conventional, drizzles].filter((alias) => alias !== name),
      columns,
      target,
      targetColumns: reference.foreignColumns.map((column) => column.name),
      holdsTarget: key.onDelete === undefined || key.onDelete === "no action" || key.onDelete === "restrict",
      deletesAlong: key.onDelete === "cascade",
    });
  }
  return keys;
}

/** A foreign key's target must be unique, or SQLite refuses every write ("foreign key mismatch"). */
export function checkTarget(
  where: string,
  key: ForeignKey,
  target: { readonly uniques: readonly UniqueSet[] } | undefined,
): void {
  const wanted = [...key.targetColumns].sort().join();
  if (target?.uniques.some((set) => !set.partial && [...set.columns].sort().join() === wanted)) return;
  throw new DefinitionError(
    `${where}, column ${key.columns.join(", ")}`,
    `its foreign key points at ${key.target}(${key.targetColumns.join(", ")}), which is not unique`,
    target === undefined
      ? `Add collection() for ${key.target}`
      : `Make ${key.target}.${key.targetColumns.join(", ")} the primary key or .unique()`,
  );
}

function unused(name: string, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const candidate = number === 0 ? name : `${name}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function plainColumns(columns: readonly IndexColumn[]): string[] | null {
  const names: string[] = [];
  for (const column of columns) {
    if (is(column, SQL)) return null;
    names.push((column as SQLiteColumn).name);
  }
  return names;
}
