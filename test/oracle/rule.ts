import {
  always,
  and,
  type Condition,
  caller,
  claim,
  columnName,
  eq,
  exists,
  gt,
  gte,
  isIn,
  isNull,
  lt,
  lte,
  neq,
  not,
  or,
  outer,
  type Side,
  type Term,
} from "../../src/rules/condition.ts";
import { allow, type Grant } from "../../src/rules/grant.ts";
import { sourceName } from "../../src/schema/collection.ts";
import { columnOf, type Family, type TableSpec, tableOf } from "./family.ts";
import { kinds } from "./kinds.ts";
import type { Tape } from "./tape.ts";

export const roles = ["anon", "authenticated", "editor"] as const;

/** The select grants of each table; none for few of them. */
export type Rules = ReadonlyMap<string, readonly Grant[]>;

export function makeRules(tape: Tape, family: Family): Rules {
  return new Map(
    family.tables.map((table) => {
      const count = tape.once(12) ? 0 : 1 + tape.below(3);
      return [table.name, Array.from({ length: count }, () => makeGrant(tape, family, table))];
    }),
  );
}

export function makeGrant(tape: Tape, family: Family, table: TableSpec): Grant {
  let builder = allow(tape.pick(["anon", "anon", "anon", "authenticated", "authenticated", "editor"]));
  if (tape.below(2) === 1) builder = builder.when(condition(tape, { family, table, outside: null }, 2));
  if (tape.below(5) < 3) return builder.grant;
  // A key or a foreign key is left out now and then, so that joins over masked columns happen.
  const shown = table.columns.filter((column) => {
    const isJoin = column.name === "id" || column.points !== null;
    return isJoin ? !tape.once(8) : tape.below(2) === 0;
  });
  const named = shown.length === 0 ? table.columns.slice(0, 1) : shown;
  return builder.only(...named.map((column) => columnOf(table.table, column.name))).grant;
}

interface Reach {
  readonly family: Family;
  readonly table: TableSpec;
  readonly outside: TableSpec | null;
}

const comparisons = [eq, neq, gt, gte, lt, lte] as const;

function condition(tape: Tape, reach: Reach, depth: number): Condition {
  const form = depth === 0 ? 0 : tape.below(8);
  const inner = (): Condition => condition(tape, reach, depth - 1);
  if (form < 3) return atom(tape, reach);
  if (form === 3) return and(inner(), inner());
  if (form === 4) return or(inner(), inner());
  if (form === 5) return not(inner());
  if (form === 6) return tape.once(4) ? always : inner();
  return related(tape, reach, depth);
}

function atom(tape: Tape, { table }: Reach): Condition {
  const spec = tape.pick(table.columns.filter((column) => column.name !== "mark"));
  const column = columnOf(table.table, spec.name);
  const kind = kinds[spec.kind];
  const form = tape.below(5);
  if (form === 0 || kind.use === "json" || kind.use === "list") return isNull(column);
  if (spec.kind === "uuid" && form < 4)
    return tape.below(2) === 0 ? eq(column, caller.id) : isIn(column, claim("people"));
  if (spec.kind === "integer" && form === 1) return tape.pick(comparisons)(column, claim("level"));
  if (spec.kind === "text" && form === 1) return tape.pick(comparisons)(column, claim("word"));
  const safe = kind.pool.filter((value) => typeof value !== "bigint");
  const literal = (): Exclude<ReturnType<typeof kind.inJson>, null> => kind.inJson(tape.pick(safe)) ?? 0;
  if (form === 4) return isIn(column, [literal(), literal()]);
  return tape.pick(comparisons)(column, literal() as Side);
}

/** Some row of a table that is linked with this one. */
function related(tape: Tape, reach: Reach, depth: number): Condition {
  const { family, table } = reach;
  const links = family.links.filter((link) => link.from === table.name && link.junction === null);
  if (links.length === 0) return atom(tape, reach);
  const link = tape.pick(links);
  const target = tableOf(family, link.to);
  const near = columnOf(table.table, link.pair.near);
  const join = eq(columnOf(target.table, link.pair.far), link.to === table.name ? outer(near) : near);
  const more = condition(tape, { family, table: target, outside: table }, depth - 1);
  return exists(target.table, tape.below(3) === 0 ? join : and(join, more));
}

/** A rule as a person would say it. */
export function inWords(given: Condition): string {
  switch (given.kind) {
    case "constant":
      return String(given.value);
    case "and":
    case "or":
      return `(${given.items.map(inWords).join(` ${given.kind} `)})`;
    case "not":
      return `not ${inWords(given.item)}`;
    case "compare":
      return `${termInWords(given.left)} ${given.operator} ${termInWords(given.right)}`;
    case "in":
      return `${termInWords(given.left)} in ${"path" in given.values ? termInWords(given.values) : JSON.stringify(given.values)}`;
    case "null":
      return `${termInWords(given.term)} is null`;
    case "exists":
      return `exists(${sourceName(given.table)}: ${inWords(given.where)})`;
  }
}

function termInWords(term: Term): string {
  switch (term.kind) {
    case "column":
      return `${term.row === "outer" ? "outer " : ""}${columnName(term.column)}`;
    case "literal":
      return JSON.stringify(term.value);
    case "claim":
      return `claim ${term.path.join(".")}`;
    case "now":
      return "now";
  }
}

export function grantInWords(grant: Grant): string {
  const when = grant.when === null ? "" : ` when ${inWords(grant.when)}`;
  const only = grant.columns === null ? "" : ` only ${grant.columns.map(columnName).join(", ")}`;
  return `allow ${grant.roles.join()}${when}${only}`;
}
