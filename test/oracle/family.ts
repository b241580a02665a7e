import { getTableColumns } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  integer,
  primaryKey,
  type SQLiteColumnBuilderBase,
  type SQLiteTable,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { type KindName, kindNames, kinds } from "./kinds.ts";
import type { Tape } from "./tape.ts";

export interface ColumnSpec {
  readonly name: string;
  readonly kind: KindName;
  readonly notNull: boolean;
  /** The table that it points at; null where it is no foreign key. */
  readonly points: string | null;
  readonly unique: boolean;
}

export interface TableSpec {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  readonly key: readonly string[];
  readonly table: SQLiteTable;
}

/** A way to related rows, and every form in which a URL may name it. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly toOne: boolean;
  readonly pair: { readonly near: string; readonly far: string };
  readonly junction: { readonly table: string; readonly near: string; readonly far: string } | null;
  readonly ways: readonly string[];
}

export interface Family {
  readonly tables: readonly TableSpec[];
  readonly links: readonly Link[];
}

interface Pointer {
  readonly column: string;
  readonly target: string;
  readonly notNull: boolean;
  readonly unique: boolean;
}

/** Two to four tables: parents and kids; then tags and a junction, or toys of the kids. */
export function makeFamily(tape: Tape): Family {
  const built = new Map<string, SQLiteTable>();
  const third = tape.below(4);
  const pointer = (column: string, target: string, mayBeUnique: boolean): Pointer => {
    const form = tape.below(4);
    return { column, target, notNull: form === 1, unique: mayBeUnique && form === 3 };
  };
  const parents = entity(
    tape,
    built,
    "parents",
    tape.below(2) === 1 ? [{ ...pointer("boss", "parents", false), notNull: false }] : [],
  );
  const first = pointer("parent", "parents", true);
  const kids = entity(tape, built, "kids", tape.below(3) === 2 ? [first, pointer("other", "parents", false)] : [first]);
  const tables = [parents, kids];
  if (third === 1) tables.push(entity(tape, built, "toys", [pointer("kid", "kids", true)]));
  if (third > 1) tables.push(entity(tape, built, "tags", []), junction(tape, built));
  return { tables, links: links(tables) };
}

function valueColumns(tape: Tape, least: number): ColumnSpec[] {
  return tape.some(kindNames, least, 4).map((kind) => ({
    name: kinds[kind].name,
    kind,
    notNull: tape.once(6),
    points: null,
    unique: false,
  }));
}

const plain = { kind: "integer", points: null, unique: false } as const;
/** A text that is in no other cell: what must not show is found by it. */
const mark: ColumnSpec = { name: "mark", kind: "text", notNull: true, points: null, unique: false };

function entity(tape: Tape, built: Map<string, SQLiteTable>, name: string, pointers: readonly Pointer[]): TableSpec {
  const columns: ColumnSpec[] = [
    { ...plain, name: "id", notNull: true },
    ...pointers.map(({ column, target, notNull, unique }) => ({
      ...plain,
      name: column,
      notNull,
      points: target,
      unique,
    })),
    mark,
    ...valueColumns(tape, 1),
  ];
  const table = sqliteTable(name, builders(columns, built));
  built.set(name, table);
  return { name, columns, key: ["id"], table };
}

function junction(tape: Tape, built: Map<string, SQLiteTable>): TableSpec {
  const keys = ["kid", "tag"].map((name) => ({ ...plain, name, notNull: true, points: `${name}s` }));
  const columns: ColumnSpec[] = [...keys, mark, ...valueColumns(tape, 0).slice(0, 2)];
  const table = sqliteTable("kids_tags", builders(columns, built), (own) => [
    primaryKey({ columns: [own.kid as AnySQLiteColumn, own.tag as AnySQLiteColumn] }),
  ]);
  return { name: "kids_tags", columns, key: ["kid", "tag"], table };
}

function builders(
  columns: readonly ColumnSpec[],
  built: ReadonlyMap<string, SQLiteTable>,
): Record<string, SQLiteColumnBuilderBase> {
  const target = (name: string): AnySQLiteColumn => columnOf(built.get(name), "id");
  return Object.fromEntries(
    columns.map((column): [string, SQLiteColumnBuilderBase] => {
      const { name, points, notNull, unique } = column;
      if (name === "id") return [name, integer().primaryKey()];
      if (name === "mark") return [name, text().notNull()];
      if (points === null) return [name, kinds[column.kind].column(notNull)];
      const key = integer().references((): AnySQLiteColumn => target(points));
      const held = notNull ? key.notNull() : key;
      return [name, unique ? held.unique() : held];
    }),
  );
}

export function columnOf(table: SQLiteTable | undefined, name: string): AnySQLiteColumn {
  const column = table === undefined ? undefined : getTableColumns(table)[name];
  if (column === undefined) throw new TypeError(`no column ${name}`);
  return column;
}

export function tableOf(family: Family, name: string): TableSpec {
  const found = family.tables.find((table) => table.name === name);
  if (found === undefined) throw new TypeError(`no table ${name}`);
  return found;
}

/** Every foreign key in both directions, and the tags of kids; a name alone is enough where it is of one link only. */
function links(tables: readonly TableSpec[]): readonly Link[] {
  const made: Link[] = [];
  for (const table of tables) {
    for (const { name, points, unique } of table.columns) {
      if (points === null) continue;
      const constraint = `${table.name}_${name}_fkey`;
      const alone = table.columns.filter((column) => column.points === points).length === 1;
      const isSelf = points === table.name;
      const hinted = (target: string): string[] => [`${target}!${name}`, `${target}!${constraint}`];
      made.push({
        from: table.name,
        to: points,
        toOne: true,
        pair: { near: name, far: "id" },
        junction: null,
        ways: isSelf ? [name] : [...(alone ? [points] : []), ...hinted(points), name, constraint],
      });
      made.push({
        from: points,
        to: table.name,
        toOne: unique,
        pair: { near: "id", far: name },
        junction: null,
        ways: isSelf
          ? [table.name, `${table.name}!${name}`]
          : [...(alone ? [table.name] : []), ...hinted(table.name), constraint],
      });
    }
  }
  if (tables.some((table) => table.name === "kids_tags")) made.push(through("kid", "tag"), through("tag", "kid"));
  return made;
}

function through(near: string, far: string): Link {
  return {
    from: `${near}s`,
    to: `${far}s`,
    toOne: false,
    pair: { near: "id", far: "id" },
    junction: { table: "kids_tags", near, far },
    ways: [`${far}s`, `${far}s!kids_tags`],
  };
}
