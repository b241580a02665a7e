import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type LiftedValue, type OperandReader, signReader, valueReader } from "./operand.ts";
import { parseTreePath } from "./parse-field.ts";
import { type LogicNode, parseItems } from "./parse-logic.ts";
import { parseOperation } from "./parse-operation.ts";
import { type OrderTerm, parseNames, parseOrder } from "./parse-order.ts";
import { parseSelect, type SelectItem } from "./parse-select.ts";
import { decodeText } from "./percent.ts";
import { Scanner } from "./scanner.ts";
import { argumentSign, entrySign, liftedSign, verbatimSign, withoutSigns } from "./signs.ts";

/** What a query string says, names not yet resolved. Values are the numbers of arguments. */
export interface ParsedQuery {
  readonly select: readonly SelectItem[];
  readonly columns: readonly string[] | null;
  readonly onConflict: readonly string[] | null;
  readonly filters: readonly Placed<LogicNode>[];
  readonly orders: readonly Placed<readonly OrderTerm[]>[];
  readonly limits: readonly Placed<number>[];
  readonly offsets: readonly Placed<number>[];
  /** Arguments used so far; the limit and offset of the top level come next. */
  readonly argumentCount: number;
}

/** What belongs to an embed, or to the top level where the path is empty. */
export interface Placed<T> {
  readonly path: readonly string[];
  readonly item: T;
}

interface Draft {
  select: readonly SelectItem[] | null;
  columns: readonly string[] | null;
  onConflict: readonly string[] | null;
  readonly filters: Placed<LogicNode>[];
  readonly orders: Placed<readonly OrderTerm[]>[];
  readonly limits: Placed<number>[];
  readonly offsets: Placed<number>[];
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly read: OperandReader;
  /** Values that were not lifted although they can be read: nothing may refer to them. */
  readonly unlifted: readonly LiftedValue[];
}

type EntryParser = (draft: Draft, entry: Entry) => Failure | null;

const parsersByKey: ReadonlyMap<string, EntryParser> = new Map<string, EntryParser>([
  ["select", readSelect],
  ["columns", readColumns],
  ["on_conflict", readOnConflict],
]);

const parsersByWord: ReadonlyMap<string, EntryParser> = new Map<string, EntryParser>([
  ["order", readOrder],
  ["limit", (draft, entry) => readBound(draft.limits, entry, negative("2201W", "LIMIT"))],
  ["offset", (draft, entry) => readBound(draft.offsets, entry, negative("2201X", "OFFSET"))],
  ["and", (draft, entry) => readLogic(draft, entry, "and")],
  ["or", (draft, entry) => readLogic(draft, entry, "or")],
]);

/** Parses the skeleton that `lexQuery` made. It sees nothing else, so equal skeletons give equal queries. */
export function parseSkeleton(skeleton: string): Result<ParsedQuery, Failure> {
  const draft: Draft = {
    select: null,
    columns: null,
    onConflict: null,
    filters: [],
    orders: [],
    limits: [],
    offsets: [],
  };
  let count = 0;
  for (const text of skeleton.split(entrySign).slice(1)) {
    const entry = readEntry(text, count);
    const word = lastWord(entry.key);
    const parse = parsersByKey.get(entry.key) ?? parsersByWord.get(word) ?? readFilter;
    const refusal = parse(draft, entry);
    if (refusal !== null) return err(refusal);
    count += text.split(argumentSign).length - 1;
  }
  const { select } = draft;
  // `select=` is everything; an embed of nothing is nothing.
  return ok({ ...draft, select: select?.length ? select : [{ kind: "all" }], argumentCount: count });
}

function readEntry(text: string, argumentCount: number): Entry {
  const end = text.search(entryParts);
  const key = withoutSigns(decodeText(text.slice(0, end)));
  const rest = text.slice(end + 1);
  if (text[end] === liftedSign) return { key, text: rest, read: signReader(argumentCount), unlifted: [] };
  const unlifted: LiftedValue[] = [];
  const place = logicWords.has(lastWord(key)) ? "tree" : "filter";
  return { key, text: withoutSigns(decodeText(rest)), read: valueReader(unlifted, place), unlifted };
}

const logicWords: ReadonlySet<string> = new Set(["and", "or"]);

function lastWord(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

const entryParts = new RegExp(`[${liftedSign}${verbatimSign}]`);

function readSelect(draft: Draft, entry: Entry): Failure | null {
  const scanner = new Scanner(entry.text);
  draft.select ??= parseSelect(scanner);
  return draft.select === null ? scanner.failure("select parameter") : null;
}

function readColumns(draft: Draft, entry: Entry): Failure | null {
  const scanner = new Scanner(entry.text);
  draft.columns ??= parseNames(scanner);
  return draft.columns === null ? scanner.failure("columns parameter") : null;
}

function readOnConflict(draft: Draft, entry: Entry): Failure | null {
  const scanner = new Scanner(entry.text);
  draft.onConflict ??= parseNames(scanner);
  return draft.onConflict === null ? scanner.failure("on_conflict parameter") : null;
}

function readOrder(draft: Draft, entry: Entry): Failure | null {
  const path = readPath(entry.key);
  if (!path.ok) return path.error;
  const scanner = new Scanner(entry.text);
  const terms = parseOrder(scanner);
  if (terms === null) return scanner.failure("order");
  draft.orders.push({ path: path.value.path, item: terms });
  return null;
}

function negative(code: "2201W" | "2201X", word: string): Failure {
  return failure(code, `${word} must not be negative`);
}

function readBound(bounds: Placed<number>[], entry: Entry, refusal: Failure): Failure | null {
  const path = readPath(entry.key);
  if (!path.ok) return path.error;
  const argument = entry.text === argumentSign ? entry.read(new Scanner(entry.text), "single") : null;
  if (argument === null) return refusal;
  bounds.push({ path: path.value.path, item: argument });
  return null;
}

/** `or`, `not.and`, `comments.not.or`: `not` may stand anywhere before the last word. */
function readLogic(draft: Draft, entry: Entry, operator: "and" | "or"): Failure | null {
  const path = readPath(entry.key);
  if (!path.ok) return path.error;
  const scanner = new Scanner(entry.text);
  const items = parseItems(scanner, entry.read);
  if (items === null || !scanner.atEnd() || entry.unlifted.length > 0) {
    if (items !== null) scanner.fail("end of input");
    return scanner.failure("logic tree", path.value.path.includes("not") ? `not.${operator}` : operator);
  }
  const names = path.value.path;
  draft.filters.push({
    path: names.filter((name) => name !== "not"),
    item: { kind: "group", negated: names.includes("not"), operator, items },
  });
  return null;
}

function readFilter(draft: Draft, entry: Entry): Failure | null {
  const path = readPath(entry.key);
  if (!path.ok) return path.error;
  const scanner = new Scanner(entry.text);
  const operation = parseOperation(scanner, entry.read);
  if (operation === null || !scanner.atEnd() || entry.unlifted.length > 0) {
    if (operation !== null) scanner.fail("end of input");
    return scanner.failure("filter");
  }
  draft.filters.push({ path: path.value.path, item: { kind: "filter", field: path.value.field, operation } });
  return null;
}

function readPath(key: string): Result<NonNullable<ReturnType<typeof parseTreePath>>, Failure> {
  const scanner = new Scanner(key);
  const path = parseTreePath(scanner);
  return path === null ? err(scanner.failure("tree path")) : ok(path);
}
