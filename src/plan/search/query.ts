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

/** What stands by itself: null where it is a word too frequent to count. */
export function alone(query: SearchQuery | null): SearchQuery | null {
  if (query?.kind !== "phrase") return query;
  const [first, ...others] = query.texts;
  const counts = first === undefined || first.prefix || others.length > 0;
  return counts || !stopWords.has(first.text.trim().toLowerCase()) ? query : null;
}

/** A text by itself: a word, or words in a row, in which frequent ones count too. */
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
