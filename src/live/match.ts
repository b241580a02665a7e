import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { filterMisuse } from "../plan/encrypted-use.ts";
import type { ArgumentValue, Comparison, Filter } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import { type Condition, comparisonTest } from "./match-operators.ts";

/**
 * Whether a row in stored form fulfils a filter: what the SQL of `plan/filter.ts` answers of the same row. Fails as binding
 * the filter's arguments does, and with 0A000 for what no row alone can tell: text searches, and whether an embed has rows.
 */
export function compileMatch(filter: Filter, given: readonly ArgumentValue[]): Result<(row: Row) => boolean, Failure> {
  const test = condition(filter, given);
  return test.ok ? ok((row) => test.value(row) === true) : test;
}

function condition(filter: Filter, given: readonly ArgumentValue[]): Result<Condition, Failure> {
  switch (filter.kind) {
    case "compare":
      return comparison(filter, given);
    case "not": {
      const item = condition(filter.item, given);
      return item.ok ? ok(negated(item.value)) : item;
    }
    case "and":
    case "or": {
      const items = collect(filter.items, (item) => condition(item, given));
      return items.ok ? ok(chain(items.value, filter.kind === "or")) : items;
    }
    case "search":
      return err(unavailable(`search=${filter.operator}`));
    case "embedded":
      return err(unavailable(`${filter.as}=${filter.present ? "not." : ""}is.null`));
  }
}

function comparison(filter: Comparison, given: readonly ArgumentValue[]): Result<Condition, Failure> {
  const argument = filter.value === null ? null : given[filter.value.argument];
  if (argument === undefined) throw new TypeError(`argument ${filter.value?.argument} is missing`);
  const misuse = filterMisuse(filter);
  if (misuse !== null) return err(misuse);
  return comparisonTest(filter, argument);
}

function negated(item: Condition): Condition {
  return (row) => {
    const value = item(row);
    return value === null ? null : !value;
  };
}

/** And ends at false, or ends at true; otherwise one unknown makes the whole unknown. */
function chain(items: readonly Condition[], decisive: boolean): Condition {
  return (row) => {
    let result: boolean | null = !decisive;
    for (const item of items) {
      const value = item(row);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

function unavailable(what: string): Failure {
  return failure("0A000", `the filter ${what} is not available for changes`);
}
