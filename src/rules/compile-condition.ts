import { getTableName, is, SQL } from "drizzle-orm";
import type { Json } from "../kernel/json.ts";
import { sourceName } from "../schema/collection.ts";
import { DefinitionError } from "../schema/definition-error.ts";
import type { ColumnType, Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import { kinds } from "../schema/kinds/table.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import type { ClaimTerm, Condition, RuleColumn, Term } from "./condition.ts";
import {
  allOf,
  anyOf,
  type CallerOperand,
  type Expression,
  fails,
  holds,
  type NowOperand,
  no,
  type Operand,
  yes,
} from "./expression.ts";

/** Where a condition stands: which rows it may name. */
export interface Place {
  readonly model: Model;
  /** For messages: `rules of articles, update`. */
  readonly where: string;
  /** The collections of the rows in reach, innermost first. */
  readonly scopes: readonly Collection[];
  /** Only the check of an update knows the row before. */
  readonly hasBefore: boolean;
}

const text: ColumnType = { kind: kinds.text };
const moment: ColumnType = { kind: kinds.timestamp };

/** @throws DefinitionError for a column out of reach, a value of the wrong type, a comparison with null */
export function compileCondition(condition: Condition, place: Place): Expression {
  switch (condition.kind) {
    case "constant":
      return condition.value ? yes : no;
    case "and":
      return allOf(condition.items.map((item) => compileCondition(item, place)));
    case "or":
      return anyOf(condition.items.map((item) => compileCondition(item, place)));
    case "not": {
      const item = compileCondition(condition.item, place);
      return holds(item) ? no : fails(item) ? yes : { kind: "not", item };
    }
    case "null":
      return { kind: "null", operand: operand(condition.term, typeOf([condition.term], place), place) };
    case "compare": {
      refuseEncrypted([condition.left, condition.right], place);
      const type = comparable(typeOf([condition.left, condition.right], place), place);
      const left = operand(condition.left, type, place);
      return { kind: "compare", operator: condition.operator, left, right: operand(condition.right, type, place) };
    }
    case "in": {
      refuseEncrypted([condition.left], place);
      const type = comparable(typeOf([condition.left], place), place);
      const left = operand(condition.left, type, place);
      const { values } = condition;
      if ("path" in values) return { kind: "in", left, values: callerOperand(values, type, true) };
      return { kind: "in", left, values: values.map((value) => literal(value, type, place)) };
    }
    case "exists": {
      const name = sourceName(condition.table);
      const inner = place.model.collections.get(name);
      if (inner === undefined) {
        throw new DefinitionError(
          place.where,
          `exists() over ${name}, which is no collection`,
          "Add collection() for it",
        );
      }
      const where = compileCondition(condition.where, { ...place, scopes: [inner, ...place.scopes] });
      return { kind: "exists", collection: name, where };
    }
  }
}

/** The database holds ciphertext: a rule can ask whether there is a value, and nothing else. */
function refuseEncrypted(terms: readonly Term[], place: Place): void {
  for (const term of terms) {
    const column = term.kind === "column" ? columnOf(term.column, place) : null;
    if (column?.encrypted === undefined) continue;
    throw new DefinitionError(
      place.where,
      `encrypted column ${column.name} is compared`,
      "Ask isNull() or isNotNull()",
    );
  }
}

function operand(term: Term, type: ColumnType, place: Place): Operand {
  switch (term.kind) {
    case "column":
      return columnOperand(term.column, term.row, place);
    case "literal":
      return { kind: "literal", value: literal(term.value, type, place) };
    case "claim":
      return callerOperand(term, type, false);
    case "now":
      return nowOperand(term, type, place.where);
  }
}

export function callerOperand({ path, part }: ClaimTerm, type: ColumnType, list: boolean): CallerOperand {
  return { kind: "caller", path, type, list, ...(part === undefined ? {} : { part }) };
}

const tenYearsSeconds = 315_360_000;

export function nowOperand(
  { secondsAgo }: { readonly secondsAgo?: number },
  type: ColumnType,
  where: string,
): NowOperand {
  if (secondsAgo === undefined) return { kind: "now", type };
  if (Number.isInteger(secondsAgo) && secondsAgo >= 0 && secondsAgo <= tenYearsSeconds) {
    return { kind: "now", type, secondsAgo };
  }
  throw new DefinitionError(where, `${secondsAgo} seconds`, `Give a whole number from 0 to ${tenYearsSeconds}`);
}

function columnOperand(given: RuleColumn, row: "inner" | "outer" | "before", place: Place): Operand {
  const { table: name, column } = named(given, place);
  if (row === "before") {
    const checked = place.scopes.at(-1);
    if (!place.hasBefore || checked?.name !== name) {
      throw new DefinitionError(
        place.where,
        `before(${name}.${column})`,
        "Use it in the check of an update, on its own row",
      );
    }
    return { kind: "before", column };
  }
  const start = row === "outer" ? 1 : 0;
  const depth = place.scopes.findIndex((scope, index) => index >= start && scope.name === name);
  if (depth < 0) {
    throw new DefinitionError(
      place.where,
      `column ${name}.${column} belongs to no row at hand`,
      `Wrap the comparison in exists(${name}, …)`,
    );
  }
  return { kind: "column", depth, column };
}

/** The type that a comparison is made in: that of its columns, else text, or a moment beside `now`. */
function typeOf(terms: readonly Term[], place: Place): ColumnType {
  const types = terms.flatMap((term) => (term.kind === "column" ? [columnOf(term.column, place).type] : []));
  const [first, second] = types;
  if (first !== undefined && second !== undefined && isNumber(first) !== isNumber(second)) {
    const kindNames = `${first.kind.name} and ${second.kind.name}`;
    throw new DefinitionError(place.where, `columns of kinds ${kindNames} are compared`, "Compare columns of one kind");
  }
  const hasNow = terms.some((term) => term.kind === "now" || isMomentOfClaims(term));
  if (first !== undefined && hasNow && !isMoment(first)) {
    throw new DefinitionError(
      place.where,
      `a column of kind ${first.kind.name} is compared with now`,
      "Compare a time",
    );
  }
  if (first !== undefined) return first;
  return hasNow ? moment : text;
}

function isMomentOfClaims(term: Term): boolean {
  return term.kind === "claim" && (term.part === "signedInAt" || term.part === "factorAt");
}

/** A view's computed column does not know its view: it is that of the nearest row which has one of the name. */
function named(given: RuleColumn, place: Place): { readonly table: string; readonly column: string } {
  if (!is(given, SQL.Aliased)) return { table: getTableName(given.table), column: given.name };
  const column = given.fieldAlias;
  const view = place.scopes.find((scope) => scope.kind === "view" && scope.columns.has(column));
  return { table: view?.name ?? "?", column };
}

function columnOf(given: RuleColumn, place: Place): Column {
  const { table: name, column } = named(given, place);
  const found = place.model.collections.get(name)?.columns.get(column);
  if (found === undefined) {
    throw new DefinitionError(
      place.where,
      `column ${name}.${column} is of no collection`,
      "Add collection() for its table",
    );
  }
  return found;
}

const numbers: ReadonlySet<string> = new Set([
  "integer",
  "bigint",
  "real",
  "numeric",
  "boolean",
  "epoch-seconds",
  "epoch-millis",
]);

const times: ReadonlySet<string> = new Set(["timestamp", "epoch-seconds", "epoch-millis", "date"]);

/** A kind that `now` can be one of. */
export function isMoment(type: ColumnType): boolean {
  return times.has(type.kind.name);
}

/** SQLite orders all numbers before all text. */
function isNumber(type: ColumnType): boolean {
  return numbers.has(type.kind.name);
}

function comparable(type: ColumnType, place: Place): ColumnType {
  if (type.kind.encoding === "json" || type.kind.encoding === "hex") {
    throw new DefinitionError(place.where, `a column of kind ${type.kind.name} is compared`, "Compare a plain column");
  }
  return type;
}

function literal(value: Json, type: ColumnType, place: Place): Stored {
  if (value === null) throw new DefinitionError(place.where, "a comparison with null", "Use isNull() or isNotNull()");
  const parsed = parseJson(value, type);
  if (parsed.ok) return parsed.value;
  throw new DefinitionError(place.where, parsed.error.message, "Give a value of the column's kind");
}
