import type { ArgumentValue } from "../query/read.ts";
import { type Lifted, liftLogic, liftOperation } from "./lift.ts";
import { decodeText } from "./percent.ts";
import { argumentSign, entrySign, liftedSign, verbatimSign } from "./signs.ts";

/** A query string, split into what decides the plan and what does not. */
export interface Lexed {
  /** Its part of the shape: keys, operators, names, and signs where the values were. */
  readonly skeleton: string;
  /** In the order of their signs. */
  readonly arguments: readonly ArgumentValue[];
  /** Of the top level, as given; null for none. */
  readonly limit: string | null;
  readonly offset: string | null;
  /** `columns` as given; null for none. */
  readonly columns: string | null;
  /** The cursor that a page begins after, empty for the start; null where pages are asked for by number. */
  readonly after: string | null;
}

interface Draft {
  skeleton: string;
  readonly arguments: ArgumentValue[];
  limit: string | null;
  offset: string | null;
  columns: string | null;
  after: string | null;
}

interface Pair {
  readonly rawKey: string;
  readonly key: string;
  readonly rawValue: string;
}

type Handler = (draft: Draft, pair: Pair) => void;

/** What a parameter is, by the whole key. */
const handlersByKey: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["select", keepVerbatim],
  ["columns", keepColumns],
  ["on_conflict", keepVerbatim],
  ["limit", keepLimit],
  ["offset", keepOffset],
  ["after", keepAfter],
]);

/** What a parameter is, by the last word of its key: `order`, `comments.order`. */
const handlersByWord: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["order", keepVerbatim],
  ["limit", liftBound],
  ["offset", liftBound],
  ["and", (draft, pair) => keepLifted(draft, pair, liftLogic(decodeText(pair.rawValue)))],
  ["or", (draft, pair) => keepLifted(draft, pair, liftLogic(decodeText(pair.rawValue)))],
]);

/**
 * One pass over a raw query string, without knowing the model. The skeleton alone decides what `parseShape` makes of it.
 * A parameter without `=` is left out, as PostgREST does. Never fails: what cannot be read stays, for parsing to refuse.
 */
export function lexQuery(query: string): Lexed {
  const draft: Draft = { skeleton: "", arguments: [], limit: null, offset: null, columns: null, after: null };
  for (let start = 0; start < query.length; ) {
    const found = query.indexOf("&", start);
    const end = found === -1 ? query.length : found;
    const equals = query.indexOf("=", start);
    if (equals !== -1 && equals < end) {
      const rawKey = query.slice(start, equals);
      const pair = { rawKey, key: decodeText(rawKey), rawValue: query.slice(equals + 1, end) };
      handlerOf(pair.key)(draft, pair);
    }
    start = end + 1;
  }
  return draft;
}

/** Whether a key of the query string is a word of the dialect, and so no column's and no argument's. */
export function isReserved(key: string): boolean {
  const handler = handlerOf(key);
  return handler !== liftFilter && handler !== keepAfter;
}

function handlerOf(key: string): Handler {
  const whole = handlersByKey.get(key);
  if (whole !== undefined) return whole;
  return handlersByWord.get(key.slice(key.lastIndexOf(".") + 1)) ?? liftFilter;
}

function liftFilter(draft: Draft, pair: Pair): void {
  keepLifted(draft, pair, liftOperation(decodeText(pair.rawValue)));
}

/** The limit or offset of an embed. PostgREST takes no notice of one that is not a number; a negative one is an error. */
function liftBound(draft: Draft, pair: Pair): void {
  const text = decodeText(pair.rawValue);
  if (/^\d+$/.test(text)) keepLifted(draft, pair, { skeleton: argumentSign, values: [{ kind: "text", text }] });
  else if (/^-\d+$/.test(text)) keepVerbatim(draft, pair);
}

function keepLimit(draft: Draft, pair: Pair): void {
  draft.limit = decodeText(pair.rawValue);
}

function keepOffset(draft: Draft, pair: Pair): void {
  draft.offset = decodeText(pair.rawValue);
}

/** Every filter has a dot, and no cursor has one: a column may be called `after`. */
function keepAfter(draft: Draft, pair: Pair): void {
  const text = decodeText(pair.rawValue);
  if (isCursor(text)) draft.after = text;
  else liftFilter(draft, pair);
}

export function isCursor(text: string): boolean {
  return /^[A-Za-z0-9_-]*$/.test(text);
}

function keepColumns(draft: Draft, pair: Pair): void {
  draft.columns ??= decodeText(pair.rawValue);
  keepVerbatim(draft, pair);
}

function keepLifted(draft: Draft, pair: Pair, lifted: Lifted | null): void {
  if (lifted === null) {
    keepVerbatim(draft, pair);
    return;
  }
  draft.skeleton += entrySign + pair.rawKey + liftedSign + lifted.skeleton;
  draft.arguments.push(...lifted.values);
}

function keepVerbatim(draft: Draft, pair: Pair): void {
  draft.skeleton += entrySign + pair.rawKey + verbatimSign + pair.rawValue;
}
