import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import {
  badValue,
  type Item,
  itemsOf,
  itemText,
  jsonScalar,
  storedArgument,
  storedItem,
  textOf,
} from "../plan/bind.ts";
import { fieldType, isDocument, isTextual } from "../plan/field.ts";
import { notBoolean } from "../plan/operators/is.ts";
import { noOperator } from "../plan/operators/use.ts";
import { compilePattern, compilePatterns, type Syntax } from "../plan/pattern/compile.ts";
import { listMatcher, matcherOf } from "../plan/pattern/matcher.ts";
import type { Operator } from "../query/operator.ts";
import type { ArgumentValue, Comparison, Field } from "../query/read.ts";
import { compareStored } from "../rules/compare-stored.ts";
import type { Row } from "../rules/evaluate.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import {
  type Document,
  documentAt,
  documentContains,
  documentOrder,
  documentsEqual,
  documentText,
  isList,
  parseDocument,
  sqlValue,
} from "./document.ts";

/** True, false, or null for unknown, of a row in stored form. */
export type Condition = (row: Row) => boolean | null;

/** An operator as a filter uses it; the argument is null for `is`. */
interface Use {
  readonly comparison: Comparison;
  readonly field: Field;
  readonly operator: Operator;
  readonly argument: ArgumentValue | null;
}

type Compile = (use: Use) => Result<Condition, Failure>;

/** What each operator asks of a row. Adding one is adding an entry, beside the one in `plan/operators/table.ts`. */
const compiles: Readonly<Record<Operator, Compile>> = {
  eq: compared,
  neq: compared,
  gt: compared,
  gte: compared,
  lt: compared,
  lte: compared,
  isdistinct: compared,
  in: inList,
  is: keyword,
  like: matches,
  ilike: matches,
  match: matches,
  imatch: matches,
  cs: contained,
  cd: contained,
  ov: contained,
  fts: searched,
  plfts: searched,
  phfts: searched,
  wfts: searched,
  sl: ranges,
  sr: ranges,
  nxr: ranges,
  nxl: ranges,
  adj: ranges,
};

export function comparisonTest(comparison: Comparison, argument: ArgumentValue | null): Result<Condition, Failure> {
  const { field, operator } = comparison;
  return compiles[operator]({ comparison, field, operator, argument });
}

function argumentOf({ argument, operator }: Use): ArgumentValue {
  if (argument === null) throw new TypeError(`${operator} without a value`);
  return argument;
}

/** The field's value as SQL compares it; of no JSON field but those as text. */
function fieldValue({ column, path, asText }: Field): (row: Row) => Stored {
  const { name } = column;
  if (path.length === 0) return (row) => row[name] ?? null;
  if (!asText) throw new TypeError("a JSON value is compared as a document");
  return (row) => documentText(documentAt(parseDocument(row[name] ?? null), path));
}

function fieldDocument({ column, path }: Field): (row: Row) => Document | undefined {
  return (row) => documentAt(parseDocument(row[column.name] ?? null), path);
}

/** What an order of two values comes to. */
const verdicts: Readonly<Partial<Record<Operator, (order: number) => boolean>>> = {
  eq: (order) => order === 0,
  neq: (order) => order !== 0,
  isdistinct: (order) => order !== 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

const orders: ReadonlySet<Operator> = new Set(["gt", "gte", "lt", "lte"]);

type Test = (value: Stored) => (row: Row) => boolean | null;

function compared(use: Use): Result<Condition, Failure> {
  const { comparison, field, operator } = use;
  const argument = argumentOf(use);
  const isOrdered = isDocument(field) && orders.has(operator);
  const test = testOf(field, operator);
  if (comparison.quantifier === null) {
    const value = isOrdered ? jsonScalar(textOf(argument)) : storedValue(argument, field);
    return value.ok ? ok(test(value.value)) : value;
  }
  const items = collect(itemsOf(argument), (item) => (isOrdered ? jsonScalar(itemText(item)) : itemOf(item, field)));
  return items.ok ? ok(quantified(comparison.quantifier, items.value.map(test))) : items;
}

function storedValue(argument: ArgumentValue, field: Field): Result<Stored, Failure> {
  const stored = storedArgument(argument, fieldType(field));
  return stored.ok ? stored : err(badValue(stored.error));
}

function itemOf(item: Item, field: Field): Result<Stored, Failure> {
  return storedItem(item, fieldType(field));
}

function testOf(field: Field, operator: Operator): Test {
  const verdict = verdicts[operator];
  if (verdict === undefined) throw new TypeError(`no verdict for ${operator}`);
  if (isDocument(field)) return documentTest(field, operator, verdict);
  const left = fieldValue(field);
  const isOrderOfLists = orders.has(operator) && field.path.length === 0 && field.column.type.kind.name === "list";
  const compare = isOrderOfLists ? compareLists : compareStored;
  return (right) => (row) => {
    const value = left(row);
    if (value !== null && right !== null) return verdict(compare(value, right));
    return operator === "isdistinct" ? value !== right : null;
  };
}

function documentTest(field: Field, operator: Operator, verdict: (order: number) => boolean): Test {
  const left = fieldDocument(field);
  return (stored) => {
    const right = parseDocument(stored);
    return (row) => {
      const document = left(row);
      if (document === undefined || right === undefined) return operator === "isdistinct" ? document !== right : null;
      return verdict(orders.has(operator) ? documentOrder(document, right) : Number(!documentsEqual(document, right)));
    };
  };
}

/** As PostgreSQL orders arrays: NULL is the largest, and a list is before those that go on after it. */
function compareLists(left: Stored, right: Stored): number {
  const [a, b] = [elements(left), elements(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    if (index >= a.length) return -1;
    if (index >= b.length) return 1;
    const [one, other] = [a[index] ?? null, b[index] ?? null];
    if (one === null && other === null) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    const order = compareStored(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function elements(stored: Stored): readonly Stored[] {
  const list = parseDocument(stored) ?? null;
  return isList(list) ? list.map(sqlValue) : [];
}

/** Items of which it is unknown are passed over, unless it is unknown of all; without items the answer is known. */
function quantified(quantifier: "any" | "all", tests: readonly Condition[]): Condition {
  const decisive = quantifier === "any";
  return (row) => {
    let result: boolean | null = tests.length === 0 ? !decisive : null;
    for (const test of tests) {
      const value = test(row);
      if (value === decisive) return decisive;
      result = value ?? result;
    }
    return result;
  };
}

function inList(use: Use): Result<Condition, Failure> {
  const { field } = use;
  const items = collect(itemsOf(argumentOf(use)), (item) => itemOf(item, field));
  if (!items.ok) return items;
  if (isDocument(field)) return ok(quantified("any", items.value.map(testOf(field, "eq"))));
  const left = fieldValue(field);
  const wanted = new Set(items.value.map(keyOf));
  const hasNull = items.value.includes(null);
  return ok((row) => {
    if (wanted.size === 0) return false;
    const value = left(row);
    if (value === null) return null;
    return wanted.has(keyOf(value)) || (hasNull ? null : false);
  });
}

/** Equal for values that SQL calls equal. */
function keyOf(value: Stored): Stored {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function keyword({ comparison, field }: Use): Result<Condition, Failure> {
  const { keyword: word } = comparison;
  if (word === null) throw new TypeError("is without a keyword");
  if (word === "null" || word === "not_null") {
    const isNull = isAbsent(field);
    return ok(word === "null" ? isNull : (row) => !isNull(row));
  }
  if (fieldType(field).kind.name !== "boolean") return err(notBoolean(word, fieldType(field)));
  const wanted = word === "unknown" ? null : word === "true" ? 1 : 0;
  const left = fieldValue(field);
  return ok((row) => left(row) === wanted);
}

/** JSON's null is a value, and not NULL. */
function isAbsent(field: Field): (row: Row) => boolean {
  if (field.path.length > 0 && !field.asText) {
    const document = fieldDocument(field);
    return (row) => document(row) === undefined;
  }
  const left = fieldValue(field);
  return (row) => left(row) === null;
}

const syntaxes: Readonly<Partial<Record<Operator, Syntax>>> = {
  like: { language: "like", folded: false },
  ilike: { language: "like", folded: true },
  match: { language: "regex", folded: false },
  imatch: { language: "regex", folded: true },
};

function matches(use: Use): Result<Condition, Failure> {
  const { comparison, field, operator } = use;
  const syntax = syntaxes[operator];
  if (syntax === undefined) throw new TypeError(`no syntax for ${operator}`);
  if (!isTextual(field)) return err(noOperator(use));
  const argument = argumentOf(use);
  const { quantifier } = comparison;
  const left = fieldValue(field);
  const test = (matcher: (text: string) => boolean, known: boolean | null): Condition => {
    return (row) => {
      const value = left(row);
      return value === null ? known : matcher(String(value));
    };
  };
  if (quantifier === null) {
    const compiled = compilePattern(textOf(argument), syntax);
    return compiled.ok ? ok(test(matcherOf(compiled.value, syntax), null)) : err(badValue(compiled.error));
  }
  const texts = itemsOf(argument).map(itemText);
  const compiled = compilePatterns(texts, quantifier, syntax);
  if (!compiled.ok) return err(badValue(compiled.error));
  return ok(test(listMatcher(compiled.value, quantifier, syntax), texts.length === 0 ? quantifier === "all" : null));
}

function contained(use: Use): Result<Condition, Failure> {
  const { field, operator } = use;
  const right = () => storedValue(argumentOf(use), field);
  if (isDocument(field) && operator !== "ov") {
    const value = right();
    return value.ok ? ok(documentContained(field, operator, parseDocument(value.value))) : value;
  }
  if (fieldType(field).kind.name !== "list") return err(noOperator(use));
  const value = right();
  if (!value.ok) return value;
  const left = fieldValue(field);
  const items = elements(value.value);
  return ok((row) => {
    const list = left(row);
    if (list === null) return null;
    if (operator === "cs") return within(items, elements(list));
    return operator === "cd" ? within(elements(list), items) : shares(elements(list), items);
  });
}

function documentContained(field: Field, operator: Operator, right: Document | undefined): Condition {
  const left = fieldDocument(field);
  return (row) => {
    const document = left(row);
    if (document === undefined) return null;
    if (right === undefined) return false;
    return operator === "cs" ? documentContains(document, right) : documentContains(right, document);
  };
}

/** NULL equals nothing. */
function within(part: readonly Stored[], whole: readonly Stored[]): boolean {
  const wanted = new Set(whole.map(keyOf));
  return part.every((item) => item !== null && wanted.has(keyOf(item)));
}

function shares(left: readonly Stored[], right: readonly Stored[]): boolean {
  const wanted = new Set(right.map(keyOf));
  return left.some((item) => item !== null && wanted.has(keyOf(item)));
}

function searched({ operator, field }: Use): Result<Condition, Failure> {
  return err(failure("0A000", `the filter ${operator} on "${field.column.name}" is not available for changes`));
}

function ranges(use: Use): Result<Condition, Failure> {
  return err(noOperator(use));
}
