import type { Json } from "../../src/kernel/json.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { compileCondition } from "../../src/rules/compile-condition.ts";
import { columnName } from "../../src/rules/condition.ts";
import { evaluate, type Row } from "../../src/rules/evaluate.ts";
import { type Exists, type Expression, yes } from "../../src/rules/expression.ts";
import type { Grant } from "../../src/rules/grant.ts";
import { type CollectionDefinition, collection } from "../../src/schema/collection.ts";
import { compileModel } from "../../src/schema/compile.ts";
import type { Family, TableSpec } from "./family.ts";
import { kinds, people } from "./kinds.ts";
import type { Rules } from "./rule.ts";
import type { Tape } from "./tape.ts";

export type Rows = ReadonlyMap<string, readonly Row[]>;

export interface World {
  readonly family: Family;
  readonly rules: Rules;
  readonly rows: Rows;
}

/** Few rows, a third of what may be NULL is, and the pools are small: duplicates abound. */
export function makeRows(tape: Tape, family: Family): Rows {
  const made = new Map<string, Row[]>();
  for (const table of family.tables) {
    const count = table.name === "kids_tags" ? tape.pick([0, 5, 7, 9, 11]) : tape.pick([0, 1, 2, 3, 4, 5, 6, 7]);
    const rows: Row[] = [];
    made.set(table.name, rows);
    for (let number = 1; number <= count; number++) {
      const row = makeRow(tape, table, { number, made });
      if (row !== null && !rows.some((other) => clashes(table, row, other))) rows.push(row);
    }
  }
  return made;
}

interface Growing {
  readonly number: number;
  readonly made: ReadonlyMap<string, readonly Row[]>;
}

/** Null where it must point at a row and there is none. */
function makeRow(tape: Tape, table: TableSpec, { number, made }: Growing): Row | null {
  const row: Record<string, Row[string]> = {};
  for (const column of table.columns) {
    if (column.name === "id") row.id = number;
    else if (column.name === "mark") row.mark = `secret-${table.name}-${number}.`;
    else if (column.points !== null) {
      const targets = (made.get(column.points) ?? []).map(({ id = null }) => id);
      if (column.points === table.name) targets.push(number);
      if (targets.length === 0 && column.notNull) return null;
      const isNull = targets.length === 0 || (!column.notNull && tape.once(4));
      row[column.name] = isNull ? null : tape.pick(targets);
    } else {
      const isNull = !column.notNull && tape.once(3);
      row[column.name] = isNull ? null : tape.pick(kinds[column.kind].pool);
    }
  }
  return row;
}

function clashes(table: TableSpec, row: Row, other: Row): boolean {
  if (table.key.every((name) => row[name] === other[name])) return true;
  return table.columns.some(({ name, unique }) => unique && row[name] !== null && row[name] === other[name]);
}

export function makePrincipal(tape: Tape): Principal {
  const role = tape.pick(["anon", "anon", "authenticated", "authenticated", "editor", "editor", "service_role"]);
  if (role === "anon" || role === "service_role") return { id: null, role, sessionId: null, claims: {} };
  const claims: Record<string, Json> = {};
  if (tape.below(2) === 1) claims.level = tape.pick<Json>([1, 2, 0, "1", "x", true, null]);
  if (tape.below(2) === 1) claims.word = tape.pick<Json>(["a", "ab", "", 9, "😀"]);
  if (tape.below(2) === 1)
    claims.people = tape.pick<Json>([[people[0], people[1]], [], ["junk", null, people[2]], "none"]);
  return { id: tape.pick(people), role, sessionId: null, claims };
}

/** A table as a principal sees it. */
export interface View {
  /** Columns that may be named. */
  readonly columns: ReadonlySet<string>;
  /** Columns that are NULL on some rows because of the rules. */
  readonly masked: ReadonlySet<string>;
  readonly rows: readonly Row[];
  /** The texts of `mark` that show nowhere. */
  readonly secrets: readonly string[];
}

/** Null: the principal may not read the table at all. */
export type Views = ReadonlyMap<string, View | null>;

const held: Readonly<Record<string, readonly string[]>> = {
  anon: ["anon"],
  authenticated: ["anon", "authenticated"],
  editor: ["anon", "authenticated", "editor"],
};

/** What a principal sees of a world; the rules' conditions are judged by `src/rules/evaluate.ts`. */
export function viewsOf(world: World): (principal: Principal) => Views {
  const model = compileModel(definitions(world.family));
  const compiled = new Map<Grant, Expression>();
  for (const table of world.family.tables) {
    const scope = model.collections.get(table.name);
    if (scope === undefined) throw new TypeError(`no collection ${table.name}`);
    for (const grant of world.rules.get(table.name) ?? []) {
      const place = { model, where: "oracle", scopes: [scope], hasBefore: false };
      compiled.set(grant, grant.when === null ? yes : compileCondition(grant.when, place));
    }
  }
  return (principal) => {
    const around = { principal, now: "2026-06-01T00:00:00+00:00", before: null };
    const found = (expression: Exists, rows: readonly Row[]): boolean =>
      (world.rows.get(expression.collection) ?? []).some(
        (row) => evaluate(expression.where, { ...around, exists: found, rows: [row, ...rows] }) === true,
      );
    const permits = (grant: Grant, row: Row): boolean =>
      evaluate(compiled.get(grant) ?? yes, { ...around, exists: found, rows: [row] }) === true;
    return new Map(world.family.tables.map((table) => [table.name, viewOf(world, table, { principal, permits })]));
  };
}

export function definitions(family: Family): readonly CollectionDefinition[] {
  return family.tables.map(({ table }) => collection(table));
}

interface Judge {
  readonly principal: Principal;
  readonly permits: (grant: Grant, row: Row) => boolean;
}

function viewOf(world: World, table: TableSpec, { principal, permits }: Judge): View | null {
  const all = world.rows.get(table.name) ?? [];
  const names = table.columns.map((column) => column.name);
  if (principal.role === "service_role") {
    return { columns: new Set(names), masked: new Set(), rows: all, secrets: [] };
  }
  const mine = (world.rules.get(table.name) ?? []).filter((grant) =>
    grant.roles.some((role) => held[principal.role]?.includes(role)),
  );
  if (mine.length === 0) return null;
  const shows = (grant: Grant, name: string): boolean =>
    grant.columns === null || grant.columns.some((column) => columnName(column) === name);
  const columns = new Set(names.filter((name) => mine.some((grant) => shows(grant, name))));
  const masked = new Set([...columns].filter((name) => !mine.every((grant) => shows(grant, name))));
  const rows: Row[] = [];
  const secrets: string[] = [];
  for (const row of all) {
    const holding = mine.filter((grant) => permits(grant, row));
    const seen = [...columns].map((name): [string, Row[string]] => [
      name,
      holding.some((grant) => shows(grant, name)) ? (row[name] ?? null) : null,
    ]);
    const shown: Row = Object.fromEntries(seen);
    if (holding.length > 0) rows.push(shown);
    if (holding.length === 0 || shown.mark !== row.mark) secrets.push(String(row.mark));
  }
  return { columns, masked, rows, secrets };
}
