import { err, ok, type Result } from "../../kernel/result.ts";
import { unwritableText } from "../pattern/node.ts";
import { parsePlain, parseWeb } from "./parse-plain.ts";
import { parseTsquery } from "./parse-tsquery.ts";
import { type SearchQuery, type SearchReason, word } from "./query.ts";

export type SearchLanguage = "fts" | "plfts" | "phfts" | "wfts";

/** What a search asks of FTS5: the rows that match, or where `negated` all others. */
export interface Match {
  readonly expression: string;
  readonly negated: boolean;
}

const maxLength = 2_000;
const maxTexts = 200;

const languages: Readonly<Record<SearchLanguage, (text: string) => Result<SearchQuery | null, SearchReason>>> = {
  fts: parseTsquery,
  plfts: (text) => ok(parsePlain(text)),
  phfts: (text) => ok(word(text)),
  wfts: (text) => ok(parseWeb(text)),
};

/** Null for a search without a word, which finds nothing. `columns` are those of the index. */
export function compileSearch(
  text: string,
  language: SearchLanguage,
  columns: readonly string[],
): Result<Match | null, SearchReason> {
  const unwritable = unwritableText(text);
  if (unwritable !== null) return err({ code: "22P02", message: unwritable.message });
  if (text.length > maxLength) return err({ code: "54000", message: `search is longer than ${maxLength} characters` });
  const query = languages[language](text);
  if (!query.ok) return query;
  if (query.value === null) return ok(null);
  if (countTexts(query.value) > maxTexts)
    return err({ code: "54000", message: `search has more than ${maxTexts} words` });
  const { expression, negated } = write(query.value);
  return ok({ expression: `{${columns.join(" ")}} : (${expression})`, negated });
}

/**
 * FTS5 has `a NOT b` and no `NOT b`. But every tree is a tree without a bare NOT, or all rows but those of one:
 * `!a & !b` is all but `a OR b`, and `a | !b` all but `b NOT a`.
 */
function write(query: SearchQuery): Match {
  switch (query.kind) {
    case "phrase":
      return {
        expression: query.texts.map(({ text, prefix }) => `${quoted(text)}${prefix ? " *" : ""}`).join(" + "),
        negated: false,
      };
    case "not": {
      const item = write(query.item);
      return { ...item, negated: !item.negated };
    }
    case "and":
    case "or": {
      const items = query.items.map(write);
      const isAnd = query.kind === "and";
      // By De Morgan a choice is what is left of all that it leaves out.
      const kept = items.filter((item) => item.negated !== isAnd).map(({ expression }) => expression);
      const others = items.filter((item) => item.negated === isAnd).map(({ expression }) => expression);
      if (kept.length === 0) return { expression: chained(others, "OR"), negated: isAnd };
      const all = chained(kept, "AND");
      return {
        expression: others.length === 0 ? all : `(${all} NOT ${chained(others, "OR")})`,
        negated: !isAnd,
      };
    }
  }
}

function chained(expressions: readonly string[], word: "AND" | "OR"): string {
  const [first = "", ...others] = expressions;
  return others.length === 0 ? first : `(${expressions.join(` ${word} `)})`;
}

/** A string in FTS5's syntax: nothing within is a sign. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function countTexts(query: SearchQuery): number {
  if (query.kind === "phrase") return query.texts.length;
  if (query.kind === "not") return countTexts(query.item);
  return query.items.reduce((sum, item) => sum + countTexts(item), 0);
}
