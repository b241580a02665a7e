import { err, ok, type Result } from "../../kernel/result.ts";
import { alone, anyWord, combine, type SearchQuery, type SearchReason, type SearchText } from "./query.ts";

/** FTS5's own parser has room for 100 symbols, and a level takes up to 6. */
const maxDepth = 10;

type Parsed = Result<SearchQuery | null, SearchReason>;

interface Tokens {
  readonly text: string;
  position: number;
  depth: number;
}

/**
 * `to_tsquery`: words with `&`, `|`, `!`, `<->` and parentheses, `:*` for beginnings of words, `'…'` around what holds signs.
 * Null where no word is left. Source: https://www.postgresql.org/docs/current/datatype-textsearch.html
 */
export function parseTsquery(text: string): Parsed {
  const tokens: Tokens = { text, position: 0, depth: 0 };
  if (atEnd(tokens)) return ok(null);
  const query = choice(tokens);
  return !query.ok || atEnd(tokens) ? query : err(wrong(text));
}

function choice(tokens: Tokens): Parsed {
  return chain(tokens, /\|/y, { item: all, make: (items) => ok(combine("or", items)) });
}

function all(tokens: Tokens): Parsed {
  return chain(tokens, /&/y, { item: following, make: (items) => ok(combine("and", items)) });
}

function following(tokens: Tokens): Parsed {
  const found = chain(tokens, /<(?:-|1)>/y, { item: operand, make: follow });
  return found.ok ? ok(alone(found.value)) : found;
}

interface Chain {
  readonly item: (tokens: Tokens) => Parsed;
  readonly make: (items: readonly (SearchQuery | null)[]) => Parsed;
}

function chain(tokens: Tokens, sign: RegExp, { item, make }: Chain): Parsed {
  const items: (SearchQuery | null)[] = [];
  do {
    const next = item(tokens);
    if (!next.ok) return next;
    items.push(next.value);
  } while (take(tokens, sign) !== null);
  return items.length === 1 ? ok(items[0] ?? null) : make(items);
}

function operand(tokens: Tokens): Parsed {
  if (take(tokens, /!/y) !== null) {
    return nested(tokens, () => {
      const item = operand(tokens);
      return !item.ok || item.value === null ? item : ok({ kind: "not", item: item.value });
    });
  }
  if (take(tokens, /\(/y) !== null) {
    return nested(tokens, () => {
      const inner = choice(tokens);
      return !inner.ok || take(tokens, /\)/y) !== null ? inner : err(wrong(tokens.text));
    });
  }
  return lexeme(tokens);
}

function nested(tokens: Tokens, parse: () => Parsed): Parsed {
  if (tokens.depth === maxDepth) return err({ code: "54000", message: "tsquery is nested too deeply" });
  tokens.depth++;
  const parsed = parse();
  tokens.depth--;
  return parsed;
}

function lexeme(tokens: Tokens): Parsed {
  const quoted = take(tokens, /'((?:[^'\\]|''|\\.)*)'/suy);
  const text =
    quoted === null
      ? take(tokens, /(?:[^\s&|!()<>:'\\]|\\.)+/suy)?.[0].replace(/\\(.)/gsu, "$1")
      : quoted[1]?.replaceAll("''", "'").replace(/\\(.)/gsu, "$1");
  if (text === undefined) {
    return err(
      atEnd(tokens) ? { code: "42601", message: `no operand in tsquery: "${shown(tokens)}"` } : wrong(tokens.text),
    );
  }
  // `:A` asks for a weight, of which an index of columns has none.
  const flags = take(tokens, /:([*abcd]*)/iy)?.[1] ?? "";
  return ok(anyWord(text, flags.includes("*")));
}

/** `(a | b) <-> c` is `a <-> c | b <-> c`. */
function follow(items: readonly (SearchQuery | null)[]): Parsed {
  let phrases: readonly (readonly SearchText[])[] = [[]];
  for (const item of items) {
    if (item === null) continue;
    const nexts = item.kind === "or" ? item.items : [item];
    const texts = nexts.map((next) => (next.kind === "phrase" ? next.texts : null));
    if (texts.includes(null) || phrases.length * texts.length > 64) {
      return err({
        code: "0A000",
        message: "a phrase of more than words and choices is not available on this database",
      });
    }
    phrases = phrases.flatMap((before) => texts.map((after) => [...before, ...(after ?? [])]));
  }
  return ok(
    combine(
      "or",
      phrases.map((texts) => (texts.length === 0 ? null : { kind: "phrase", texts })),
    ),
  );
}

function take(tokens: Tokens, pattern: RegExp): RegExpExecArray | null {
  skipSpace(tokens);
  pattern.lastIndex = tokens.position;
  const found = pattern.exec(tokens.text);
  if (found !== null) tokens.position = pattern.lastIndex;
  return found;
}

function atEnd(tokens: Tokens): boolean {
  skipSpace(tokens);
  return tokens.position === tokens.text.length;
}

function skipSpace(tokens: Tokens): void {
  while (/\s/u.test(tokens.text[tokens.position] ?? "")) tokens.position++;
}

function wrong(text: string): SearchReason {
  return { code: "42601", message: `syntax error in tsquery: "${text.slice(0, 200)}"` };
}

function shown({ text }: Tokens): string {
  return text.slice(0, 200);
}
