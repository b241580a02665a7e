import { embedsOf, type Field, type Filter, isAggregated, nameOf, type Operator, type Query } from "./ask.ts";
import { kinds } from "./kinds.ts";
import { type Maker, pickField } from "./maker.ts";
import type { Tape } from "./tape.ts";

const patterns = [
  "*",
  "a*",
  "*b",
  "A%",
  "_",
  "a_",
  "%",
  "",
  "*[*",
  "*,*",
  '*"*',
  "a\\*b",
  "a\\_b",
  "É*",
  "*é",
  "*😀",
  "(*",
  "1_",
  "x\\\\y",
];

/** Written the same in JavaScript, with its flag `u`. */
const expressions = [
  "",
  "^a",
  "b$",
  "^[^a]?$",
  "(a|é)",
  "[a-c]{2}",
  "\\\\",
  "^(\\d|\\(|x)+",
  "a.b|😀",
  "A",
  "É$",
  "[%*_]",
];

/** A filter on a column of the query's table, on one of its embeds, or a tree of such. */
export function makeFilter(maker: Maker, query: Query, depth: number): Filter {
  const { tape } = maker;
  const form = tape.below(10);
  const negated = tape.below(3) === 1;
  if (depth > 0 && form >= 7) {
    const items = Array.from({ length: 1 + tape.below(3) }, () => makeFilter(maker, query, depth - 1));
    return { kind: "group", word: tape.pick(["or", "and"] as const), items, negated };
  }
  const embeds = embedsOf(query).filter((embed) => !embed.spread && !isAggregated(embed.query));
  if (form === 6 && embeds.length > 0) return { kind: "embedded", embed: tape.pick(embeds), negated };
  // A column that has the name of an embed of this query cannot be filtered by.
  const names = new Set(embedsOf(query).map(nameOf));
  const field = pickField(maker, query.table, ({ name }) => name !== "mark" && !names.has(name));
  return makeComparison(tape, field, negated);
}

const comparisons = ["eq", "neq", "gt", "gte", "lt", "lte", "isdistinct", "in"] as const;
const quantifiable: readonly Operator[] = ["eq", "gt", "gte", "lt", "lte"];

function makeComparison(tape: Tape, field: Field, negated: boolean): Filter {
  const kind = field.path.length === 0 ? kinds[field.column.kind] : kinds.text;
  const { use } = kind;
  // PostgreSQL tells JSON's null from NULL; at a path, only text can be asked for either.
  const isBare = field.path.length > 0 && !field.asText;
  const asked: Field = isBare ? { ...field, asText: true } : field;
  const form = tape.below(8);
  if (form === 7 || use === "json") {
    const keyword =
      use === "boolean"
        ? tape.pick(["null", "not_null", "true", "false", "unknown"] as const)
        : tape.pick(["null", "not_null"] as const);
    return { kind: "is", field: asked, keyword, negated };
  }
  const base = { kind: "compare", field: asked, negated } as const;
  if (use === "list") {
    const operator = tape.pick(["cs", "cd", "ov", "eq", "neq", "isdistinct", "gt", "lte"] as const);
    return { ...base, operator, quantifier: null, values: [tape.pick(kind.pool)] };
  }
  const several = (items: readonly (typeof kind.pool)[number][]): (typeof kind.pool)[number][] =>
    tape.some(items, 0, 3);
  if (use === "textual" && form === 6) {
    const operator = tape.pick(["like", "ilike", "match", "imatch"] as const);
    const quantifier = tape.pick([null, null, "any", "all"] as const);
    const pool = operator.endsWith("like") ? patterns : expressions;
    return { ...base, operator, quantifier, values: quantifier === null ? [tape.pick(pool)] : several(pool) };
  }
  const operator = tape.pick(comparisons);
  if (operator === "in") return { ...base, operator, quantifier: null, values: several(kind.pool) };
  if (quantifiable.includes(operator) && form === 5) {
    return { ...base, operator, quantifier: tape.pick(["any", "all"] as const), values: several(kind.pool) };
  }
  return { ...base, operator, quantifier: null, values: [tape.pick(kind.pool)] };
}
