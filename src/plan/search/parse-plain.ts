import { combine, type SearchQuery, word } from "./query.ts";

/** `plainto_tsquery`: all the words. */
export function parsePlain(text: string): SearchQuery | null {
  return combine(
    "and",
    text.split(/\s+/u).map((piece) => word(piece)),
  );
}

/**
 * `websearch_to_tsquery`: all the words, `"phrases"`, `or`, and `-` for what must not be there. Nothing is wrong with any
 * text. Source: https://www.postgresql.org/docs/current/textsearch-controls.html
 */
export function parseWeb(text: string): SearchQuery | null {
  const choices: (SearchQuery | null)[][] = [[]];
  for (const [piece, minus = "", quoted] of text.matchAll(/(-?)"([^"]*)(?:"|$)|[^\s"]+/gu)) {
    const choice = choices.at(-1);
    if (choice === undefined) break;
    if (quoted !== undefined) {
      choice.push(negated(word(quoted), minus !== ""));
    } else if (/^or$/iu.test(piece) && choice.length > 0) {
      choices.push([]);
    } else {
      const excluded = piece.startsWith("-");
      choice.push(negated(word(excluded ? piece.slice(1) : piece), excluded));
    }
  }
  return combine(
    "or",
    choices.map((items) => combine("and", items)),
  );
}

function negated(item: SearchQuery | null, isNegated: boolean): SearchQuery | null {
  return item === null || !isNegated ? item : { kind: "not", item };
}
