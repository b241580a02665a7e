import { getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { ViewColumnOptions, ViewDefinition } from "./collection.ts";
import { columnType, namedType } from "./compile-columns.ts";
import { compileForeignKeys, compilePrimaryKey, compileUniques } from "./compile-keys.ts";
import { DefinitionError } from "./definition-error.ts";
import type { ColumnType } from "./kinds/kind.ts";
import type { Collection, Column, ColumnOrigin, ForeignKey, UniqueSet } from "./model.ts";
import { viewColumns } from "./relations.ts";
import { isAlwaysThere, soleTable } from "./view-query.ts";
import { readView, tableNameOf, type ViewField, type ViewSource } from "./view-source.ts";

type Bare = Omit<Collection, "relations">;

/** What is compiled already: all tables, and the views before this one. */
export interface ViewPlace {
  readonly collections: ReadonlyMap<string, Bare>;
  /** The names of all collections. */
  readonly exposed: ReadonlySet<string>;
}

/**
 * A view as a collection. Columns that it takes from a table keep their kind, and bring the table's foreign keys along;
 * of a view that selects from one table, the table's keys hold too.
 */
export function compileView(definition: ViewDefinition, place: ViewPlace): Bare {
  const source = readView(definition.view);
  const { options } = definition;
  const known = source.fields.map((field) => field.property);
  const named = [
    ...Object.keys(options.columns),
    ...options.primaryKey,
    ...options.unique.flat(),
    ...options.references.flatMap((reference) => reference.columns),
  ];
  for (const property of named) {
    if (known.includes(property)) continue;
    throw new DefinitionError(
      `view ${source.name}`,
      `it has no column "${property}"`,
      `Use one of: ${known.join(", ")}`,
    );
  }
  const columns = new Map<string, Column>();
  for (const field of source.fields) {
    columns.set(field.name, viewColumn(field, options.columns[field.property] ?? {}, { source, place }));
  }
  const { primaryKey, uniques } = viewKeys({ definition, source, columns, place });
  return {
    kind: "view",
    name: source.name,
    description: options.description,
    columns,
    primaryKey,
    uniques,
    foreignKeys: viewForeignKeys({ definition, source, columns, place }),
    rowId: null,
    indexed: new Set(),
    checks: [],
    search: null,
    maxRows: options.maxRows,
    // Nobody tells which writes change its rows.
    cache: null,
  };
}

interface Surroundings {
  readonly source: ViewSource;
  readonly place: ViewPlace;
}

function viewColumn(field: ViewField, options: ViewColumnOptions, { source, place }: Surroundings): Column {
  const column = options.from ?? field.column;
  const origin = column === null ? null : originOf(column, source);
  const base = origin === null ? undefined : place.collections.get(origin.collection)?.columns.get(origin.column);
  if (options.encrypted !== undefined || (base?.encrypted !== undefined && options.hidden !== true)) {
    throw new DefinitionError(
      `view ${source.name}, column ${field.name}`,
      "it is encrypted, and a view's rows do not tell whose value it is",
      `Hide it: collection(view, { columns: { ${field.property}: { hidden: true } } })`,
    );
  }
  return {
    name: field.name,
    property: field.property,
    type: viewType(field, options, { column, base, view: source.name }),
    notNull: field.column !== null && isNotNull(field.column) && isAlwaysThere(field.column, source),
    hasDefault: false,
    default: null,
    makeDefault: null,
    makeUpdate: null,
    generated: false,
    hidden: options.hidden ?? base?.hidden ?? false,
    description: options.description ?? base?.description ?? null,
    // Through views to the table.
    origin: base?.origin ?? origin,
  };
}

function isNotNull(column: SQLiteColumn): boolean {
  return column.notNull || column.primary;
}

/** Null for a column that the view itself declares. */
function originOf(column: SQLiteColumn, source: ViewSource): ColumnOrigin | null {
  const collection = tableNameOf(column);
  return collection === source.name ? null : { collection, column: column.name };
}

interface TypeSource {
  readonly column: SQLiteColumn | null;
  readonly base: Column | undefined;
  readonly view: string;
}

function viewType(field: ViewField, options: ViewColumnOptions, { column, base, view }: TypeSource): ColumnType {
  if (options.kind === undefined && base !== undefined) return base.type;
  if (column !== null) return columnType(field.property, column, options);
  const where = `view ${view}, column ${field.name}`;
  if (options.kind === undefined) {
    throw new DefinitionError(
      where,
      "it is computed, so its kind is not known",
      `Say what it holds: collection(view, { columns: { ${field.property}: { kind: "integer" } } })`,
    );
  }
  return namedType(options.kind, { where, element: options.element, values: undefined, length: undefined });
}

interface KeySource extends Surroundings {
  readonly definition: ViewDefinition;
  readonly columns: ReadonlyMap<string, Column>;
}

interface Keys {
  readonly primaryKey: readonly string[];
  readonly uniques: readonly UniqueSet[];
}

/** Declared keys; else those of the one table that the view selects from. */
function viewKeys({ definition, source, columns, place }: KeySource): Keys {
  const { options } = definition;
  const names = (properties: readonly string[]): readonly string[] => namesOf(properties, source);
  const found = place.collections.get(soleTable(source) ?? "");
  const base = found?.kind === "table" ? found : undefined;
  const inherited = base === undefined ? [] : inheritedUniques(base, columns, source.name);
  const own = source.declared === null ? [] : compileUniques(source.declared);
  const declared = options.primaryKey.length > 0 ? names(options.primaryKey) : ownPrimaryKey(source);
  const primaryKey =
    declared.length > 0
      ? declared
      : base === undefined
        ? []
        : (viewColumns(columns, base.name, base.primaryKey)[0] ?? []);
  const sets = [
    ...(primaryKey.length === 0 ? [] : [uniqueSet(`${source.name}_pkey`, primaryKey)]),
    ...options.unique.map(names).map((set) => uniqueSet(`${source.name}_${set.join("_")}_key`, set)),
    ...own,
    ...inherited,
  ];
  const firstOf = (set: UniqueSet): UniqueSet | undefined => sets.find((other) => same(other.columns, set.columns));
  return { primaryKey, uniques: sets.filter((set) => firstOf(set) === set) };
}

function ownPrimaryKey(source: ViewSource): readonly string[] {
  return source.declared === null ? [] : compilePrimaryKey(source.declared);
}

function uniqueSet(name: string, columns: readonly string[]): UniqueSet {
  return { name, columns, partial: false };
}

function inheritedUniques(base: Bare, columns: ReadonlyMap<string, Column>, view: string): readonly UniqueSet[] {
  const whole = base.uniques.filter((set) => !set.partial);
  return whole.flatMap((set) =>
    viewColumns(columns, base.name, set.columns).map((names) => uniqueSet(`${view}_${names.join("_")}_key`, names)),
  );
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}

/** Declared ones first; then, as PostgREST finds them, those of the tables whose key columns the view shows. */
function viewForeignKeys({ definition, source, columns, place }: KeySource): readonly ForeignKey[] {
  const declared: ForeignKey[] =
    source.declared === null ? [] : [...compileForeignKeys(source.declared, place.exposed)];
  for (const reference of definition.options.references) {
    const [first] = reference.target;
    const names = namesOf(reference.columns, source);
    if (first === undefined || names.length !== reference.target.length) {
      throw new DefinitionError(
        `view ${source.name}, references`,
        `(${names.join(", ")}) and its target differ in length`,
        "Give a column of the target for each of the view's",
      );
    }
    const name = reference.name ?? `${source.name}_${names.join("_")}_fkey`;
    declared.push(viewKey({ name, aliases: [], columns: names, target: getTableName(first.table) }, reference.target));
  }
  const origins = new Set([...columns.values()].flatMap(({ origin }) => (origin === null ? [] : [origin.collection])));
  const inherited = [...origins].flatMap((origin) =>
    (place.collections.get(origin)?.foreignKeys ?? []).flatMap((key) =>
      viewColumns(columns, origin, key.columns).map((names): ForeignKey => {
        return { ...key, columns: names, holdsTarget: false, deletesAlong: false };
      }),
    ),
  );
  const text = (key: ForeignKey): string => `${key.columns.join()} ${key.target} ${key.targetColumns.join()}`;
  const said = new Set(declared.map(text));
  return [...declared, ...inherited.filter((key) => !said.has(text(key)))];
}

function viewKey(
  key: Pick<ForeignKey, "name" | "aliases" | "columns" | "target">,
  target: readonly SQLiteColumn[],
): ForeignKey {
  return { ...key, targetColumns: target.map((column) => column.name), holdsTarget: false, deletesAlong: false };
}

function namesOf(properties: readonly string[], source: ViewSource): readonly string[] {
  return properties.flatMap((property) => source.fields.find((field) => field.property === property)?.name ?? []);
}
