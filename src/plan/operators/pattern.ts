import { err, ok } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import { isTextual } from "../field.ts";
import type { Syntax } from "../pattern/compile.ts";
import type { Slot } from "../slot.ts";
import { runSql } from "./run.ts";
import { argumentOf, bound, type Condition, noOperator, quantified, type Use } from "./use.ts";

const syntaxes: Readonly<Partial<Record<Operator, Syntax>>> = {
  like: { language: "like", folded: false },
  ilike: { language: "like", folded: true },
  match: { language: "regex", folded: false },
  imatch: { language: "regex", folded: true },
};

/**
 * A pattern becomes two values when it is bound: one for GLOB or LIKE, which the database is quick with, and where that
 * lets through too much an automaton that decides on what is left. So the SQL is the same for every pattern.
 */
export const matches: Condition = (use) => {
  const { comparison, field, operator, left } = use;
  const syntax = syntaxes[operator];
  if (syntax === undefined) throw new TypeError(`no syntax for ${operator}`);
  if (!isTextual(field)) return err(noOperator(use));
  const argument = argumentOf(use);
  const { quantifier } = comparison;
  if (quantifier === null) {
    const program = bound(argument, { as: "program", syntax, quantifier });
    const pattern = bound(argument, { as: "native", syntax, quantifier });
    const native = nativeSql(left, pattern, { folded: syntax.folded, isIndexed: hasIndex(use) });
    return ok(sql`(${native} and case when ${program} is null then 1 else ${runSql(left, program)} end)`);
  }
  const natives = bound(argument, { as: "native", syntax, quantifier });
  const program = bound(argument, { as: "program", syntax, quantifier });
  const test = quantified(
    quantifier,
    nativeSql(left, sql`json_each.value`, { folded: syntax.folded, isIndexed: false }),
    natives,
  );
  const run = runSql(left, program);
  return ok(
    quantifier === "any"
      ? sql`(${test} or case when ${program} is not null then ${run} else 0 end)`
      : sql`(${test} and case when ${program} is not null then ${run} else 1 end)`,
  );
};

/**
 * For a bare parameter SQLite prepares the statement again with its value, so that an index can serve a pattern that
 * begins with a literal. Where there is no index that costs more than all the rest; LIKE could use none.
 */
function nativeSql(left: Sql<Slot>, pattern: Sql<Slot>, { folded, isIndexed }: Native): Sql<Slot> {
  if (folded) return sql`${left} like (${pattern} || '') escape '\\'`;
  return isIndexed ? sql`${left} glob ${pattern}` : sql`${left} glob (${pattern} || '')`;
}

interface Native {
  readonly folded: boolean;
  readonly isIndexed: boolean;
}

function hasIndex({ field, table }: Use): boolean {
  const { collection, masks } = table.source;
  const { name } = field.column;
  return field.path.length === 0 && collection.indexed.has(name) && !masks.has(name);
}
