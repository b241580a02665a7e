import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { ArgumentValue, Filter } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import { filterEqualities } from "./equalities.ts";
import { valueText } from "./interest-key.ts";

/** Whether a row has one of the values that a filter asks for; 0A000 for filters that ask for anything else. */
export function compileMatch(filter: Filter, given: readonly ArgumentValue[]): Result<(row: Row) => boolean, Failure> {
  const found = filter.kind === "compare" ? filterEqualities(filter, given) : null;
  if (found === null) return err(failure("0A000", "this filter is not available for changes"));
  return ok((row) =>
    found.some(({ column, value }) => {
      const stored = row[column] ?? null;
      return stored !== null && valueText(stored) === valueText(value);
    }),
  );
}
