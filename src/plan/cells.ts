import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { callerValue } from "../rules/caller-value.ts";
import { nowValue } from "../rules/now-value.ts";
import type { DefaultValue } from "../rules/policy.ts";
import { storedList } from "../rules/to-sql.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import type { Column } from "../schema/model.ts";
import { type Asker, badValue } from "./bind.ts";

/** Where a column of a write gets its values. */
export interface CellSource {
  readonly column: Column;
  readonly from:
    | { readonly kind: "given"; readonly index: number }
    | { readonly kind: "rule"; readonly value: DefaultValue }
    /** Drizzle's `$defaultFn` or `$onUpdateFn`. */
    | { readonly kind: "made"; readonly make: () => unknown }
    /** The blind index of another of the row's cells. */
    | { readonly kind: "blind"; readonly of: CellSource }
    /** A key that the table counts itself, where it must be known ahead. */
    | { readonly kind: "counted" };
}

/** The rows of a write as JSON text, every cell in its stored form. */
export function encodeRows(
  sources: readonly CellSource[],
  rows: readonly (readonly (Json | undefined)[])[],
  context: Asker,
): Result<string, Failure> {
  const encoded = collect(rows, (row) => {
    const cells = collect(sources, (source) => cell(source, row, context));
    return cells.ok ? ok(storedList(cells.value)) : cells;
  });
  return encoded.ok ? ok(`[${encoded.value.join(",")}]`) : encoded;
}

/** The same, each cell by itself. */
export function encodeCells(
  sources: readonly CellSource[],
  rows: readonly (readonly (Json | undefined)[])[],
  context: Asker,
): Result<readonly (readonly string[])[], Failure> {
  return collect(rows, (row) => {
    // What a function makes is made once, and the blind index is of the same value.
    const made = new Map<CellSource, string>();
    return collect(sources, (source) => {
      const known = source.from.kind === "blind" ? made.get(source.from.of) : undefined;
      if (known !== undefined) return ok(known);
      const stored = cell(source, row, context);
      if (!stored.ok) return stored;
      const text = storedList([stored.value]).slice(1, -1);
      made.set(source, text);
      return ok(text);
    });
  });
}

function cell(source: CellSource, row: readonly (Json | undefined)[], context: Asker): Result<Stored, Failure> {
  const { column, from } = source;
  switch (from.kind) {
    case "given": {
      const stored = parseJson(row[from.index] ?? null, column.type);
      return stored.ok ? stored : err(badValue(stored.error));
    }
    case "rule":
      return ruleDefault(from.value, context);
    case "made": {
      const stored = parseJson(plainJson(from.make()), column.type);
      return stored.ok ? stored : err(badValue(stored.error));
    }
    case "blind":
    case "counted":
      return ok(null);
  }
}

function ruleDefault(value: DefaultValue, context: Asker): Result<Stored, Failure> {
  if (value.kind === "literal") return ok(value.value);
  if (value.kind === "caller") return ok(callerValue(context.principal, value));
  const moment = nowValue(context.now, value);
  return moment.ok ? moment : err(badValue(moment.error));
}

/** What an application's function made, as JSON: a Date becomes its ISO form, a big integer keeps its digits. */
export function plainJson(made: unknown): Json {
  if (typeof made === "bigint") return String(made);
  return made === undefined ? null : JSON.parse(JSON.stringify(made));
}
