import { anonymous } from "../../kernel/principal.ts";
import { kinds } from "../../schema/kinds/table.ts";
import type { Column } from "../../schema/model.ts";
import { template } from "../../sql/compile.ts";
import { type Sql, slot, sql } from "../../sql/fragment.ts";
import { bind } from "../bind.ts";
import { matches } from "../operators/pattern.ts";
import type { Slot } from "../slot.ts";
import type { Syntax } from "./compile.ts";

/** A pattern, or several of which any or all must match, and texts to try it on. */
export interface Match extends Syntax {
  readonly pattern: string | readonly string[];
  readonly quantifier?: "any" | "all" | null;
  readonly texts: readonly (string | null)[];
}

/** 1, 0 or null for each text; the code where the pattern is refused. */
export type MatchAnswer = readonly (number | null)[] | string;

const operators = { like: ["like", "ilike"], regex: ["match", "imatch"] } as const;

/** Asks D1, by the SQL that a filter becomes. */
export async function matchesOnD1(database: D1Database, asked: readonly Match[]): Promise<readonly MatchAnswer[]> {
  const answers: MatchAnswer[] = [];
  const prepared: { readonly index: number; readonly statement: D1PreparedStatement }[] = [];
  for (const [index, match] of asked.entries()) {
    const { pattern } = match;
    const bound = bind(template(conditionSql(match)), {
      arguments: [
        typeof pattern === "string" ? { kind: "text", text: pattern } : { kind: "list", items: pattern },
        { kind: "json", json: JSON.stringify(match.texts) },
      ],
      context: { principal: anonymous, now: "" },
      rows: null,
    });
    if (bound.ok) prepared.push({ index, statement: database.prepare(bound.value.sql).bind(...bound.value.params) });
    else answers[index] = bound.error.code;
  }
  for (let at = 0; at < prepared.length; at += 50) {
    const part = prepared.slice(at, at + 50);
    const results = await database.batch<{ answer: number | null }>(part.map(({ statement }) => statement));
    for (const [place, { index }] of part.entries()) {
      answers[index] = results[place]?.results.map(({ answer }) => answer) ?? "none";
    }
  }
  return answers;
}

/** `isIndexed`: as if the texts were a column by which an index begins. */
export function conditionSql({ language, folded, quantifier = null }: Match, isIndexed = false): Sql<Slot> {
  const operator = operators[language][folded ? 1 : 0];
  const column = { name: "value", type: { kind: kinds.text } } as Column;
  const field = { column, path: [], asText: false } as const;
  const condition = matches({
    comparison: { kind: "compare", field, operator, keyword: null, value: { argument: 0 }, quantifier },
    field,
    operator,
    unknown: "no",
    table: { source: { collection: { indexed: new Set(isIndexed ? ["value"] : []) }, masks: new Map() } } as never,
    left: sql`subject.value`,
  });
  if (!condition.ok) throw new TypeError(condition.error.message);
  const texts = slot<Slot>({ kind: "argument", index: 1, form: { as: "value", type: { kind: kinds.text } } });
  return sql`select ${condition.value} as answer from json_each(${texts}) subject order by subject.key`;
}
