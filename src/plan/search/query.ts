/** A text search, whatever its language. */
export type SearchQuery =
  /** Words that follow each other; of a prefix the last one goes on. */
  | { readonly kind: "phrase"; readonly texts: readonly SearchText[] }
  | { readonly kind: "and" | "or"; readonly items: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly item: SearchQuery };

export interface SearchText {
  readonly text: string;
  readonly prefix: boolean;
}

/** Why a text is no search. */
export interface SearchReason {
  readonly code: "42601" | "54000" | "0A000" | "22P02";
  readonly message: string;
}

/** A word among others; null where the index would find no word in it. */
export function anyWord(text: string, prefix: boolean): SearchQuery | null {
  return hasWord(text) ? { kind: "phrase", texts: [{ text, prefix }] } : null;
}

/** What stands by itself, without words that are too frequent to count: null where nothing is left. */
export function alone(query: SearchQuery | null): SearchQuery | null {
  if (query === null) return null;
  if (query.kind === "phrase") return counting(query.texts);
  if (query.kind !== "not") return combine(query.kind, query.items.map(alone));
  const item = alone(query.item);
  return item && { kind: "not", item };
}

/** Frequent words at either end of a phrase do not count; those inside do, since FTS5 has no word for any word. */
function counting(texts: readonly SearchText[]): SearchQuery | null {
  const first = texts.findIndex(counts);
  const last = texts.findLastIndex(counts);
  const kept = texts.slice(first, last + 1).map((each, index, { length }) => {
    if (each.prefix) return each;
    const words = wordsIn(each.text);
    const start = index === 0 ? words.find(isRare)?.index : 0;
    const end = index === length - 1 ? words.findLast(isRare) : undefined;
    return { ...each, text: each.text.slice(start, end && end.index + end[0].length) };
  });
  return first === -1 ? null : { kind: "phrase", texts: kept };
}

function counts({ text, prefix }: SearchText): boolean {
  return prefix || wordsIn(text).some(isRare);
}

function isRare([word]: RegExpExecArray): boolean {
  return !stopWords.has(word.toLowerCase());
}

/** What SQLite's `unicode61` takes for words. */
function wordsIn(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu)];
}

/** A text by itself: a word, or words in a row. */
export function word(text: string): SearchQuery | null {
  return alone(anyWord(text, false));
}

/** Parts that are no words fall out, as in PostgreSQL. */
export function combine(kind: "and" | "or", items: readonly (SearchQuery | null)[]): SearchQuery | null {
  const words = items.filter((item) => item !== null);
  const [first, ...others] = words.flatMap((item) => (item.kind === kind ? item.items : [item]));
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind, items: [first, ...others] };
}

/** What SQLite's `unicode61` takes for part of a word. */
function hasWord(text: string): boolean {
  return /[\p{L}\p{N}\p{Co}]/u.test(text);
}

/** PostgreSQL's for English. */
const stopWords: ReadonlySet<string> = new Set(
  (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its " +
    "itself they them their theirs themselves what which who whom this that these those am is are was were be been being " +
    "have has had having do does did doing a an the and but if or because as until while of at by for with about against " +
    "between into through during before after above below to from up down in out on off over under again further then " +
    "once here there when where why how all any both each few more most other some such no nor not only own same so than " +
    "too very s t can will just don should now"
  ).split(" "),
);
