import { err, ok, type Result } from "../../kernel/result.ts";
import { parseBracket } from "./bracket.ts";
import { anyChar, type CharSet, complement, single } from "./char-set.ts";
import { parseEscape } from "./escape.ts";
import { type Node, type PatternReason, sequence, unwritableText } from "./node.ts";
import { fail, invalidRegex, next, type Options, RegexError, type Source, skipIgnored, take } from "./source.ts";
import { casesOf } from "./unicode.ts";

/** In characters. */
const maxLength = 1_000;
const maxDepth = 50;
/** PostgreSQL's DUPMAX. */
const maxRepeat = 255;

/**
 * An advanced regular expression of PostgreSQL, without what no automaton can do: back references and lookaround.
 * Lazy forms match the same texts as greedy ones. Failures are 2201B in PostgreSQL's words.
 * Source: https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-POSIX-REGEXP
 */
export function parseRegex(text: string, folded: boolean): Result<Node, PatternReason> {
  const unwritable = unwritableText(text);
  if (unwritable !== null) return err(unwritable);
  const options: Options = { folded, dotStops: false, linewise: false, expanded: false, literal: false };
  const source: Source = { characters: [...text], position: 0, options, groups: 0, depth: 0 };
  if (source.characters.length > maxLength) return err(invalidRegex("regular expression is too complex"));
  try {
    parseDirectors(source);
    if (source.options.literal) return ok(literalText(source));
    const node = parseChoice(source);
    return next(source) === undefined ? ok(node) : err(invalidRegex("parentheses () not balanced"));
  } catch (error) {
    if (error instanceof RegexError) return err(invalidRegex(error.message));
    throw error;
  }
}

const optionLetters: Readonly<Record<string, Partial<Options>>> = {
  c: { folded: false },
  i: { folded: true },
  m: { dotStops: true, linewise: true },
  n: { dotStops: true, linewise: true },
  p: { dotStops: true, linewise: false },
  q: { literal: true },
  s: { dotStops: false, linewise: false },
  t: { expanded: false },
  w: { dotStops: false, linewise: true },
  x: { expanded: true },
};

/** `***:`, `***=` and `(?letters)` at the beginning. */
function parseDirectors(source: Source): void {
  if (take(source, "***=")) source.options = { ...source.options, literal: true };
  else if (!take(source, "***:") && next(source) === "*") fail("quantifier operand invalid");
  if (source.options.literal || next(source) !== "(" || next(source, 1) !== "?") return;
  if (!/^[a-z]$/i.test(next(source, 2) ?? "")) return;
  source.position += 2;
  for (; next(source) !== ")"; source.position++) {
    const letter = next(source) ?? fail("parentheses () not balanced");
    const changed = Object.hasOwn(optionLetters, letter) ? optionLetters[letter] : undefined;
    if (changed === undefined) fail("invalid embedded option");
    source.options = { ...source.options, ...changed };
  }
  source.position++;
}

function literalText(source: Source): Node {
  const rest = source.characters.slice(source.position);
  return sequence(rest.map((character) => characterNode(source, character)));
}

function parseChoice(source: Source): Node {
  if (++source.depth > maxDepth) fail("regular expression is too complex");
  const branches = [parseBranch(source)];
  while (take(source, "|")) branches.push(parseBranch(source));
  source.depth--;
  const [only, ...others] = branches;
  return only !== undefined && others.length === 0 ? only : { kind: "choice", items: branches };
}

function parseBranch(source: Source): Node {
  const items: Node[] = [];
  for (;;) {
    skipIgnored(source);
    const character = next(source);
    if (character === undefined || character === "|" || character === ")") return sequence(items);
    const atom = parseAtom(source, character);
    skipIgnored(source);
    // What follows a constraint is read as an atom: a quantifier is none.
    items.push(atom.kind === "assertion" ? atom : parseQuantifier(source, atom));
  }
}

function parseAtom(source: Source, character: string): Node {
  source.position++;
  switch (character) {
    case "*":
    case "+":
    case "?":
      return fail("quantifier operand invalid");
    case "{":
      return /^\d$/.test(next(source) ?? "") ? fail("quantifier operand invalid") : characterNode(source, character);
    case "^":
      return { kind: "assertion", what: source.options.linewise ? "line-start" : "start" };
    case "$":
      return { kind: "assertion", what: source.options.linewise ? "line-end" : "end" };
    case ".":
      return { kind: "set", set: source.options.dotStops ? complement(single(newline)) : anyChar };
    case "[":
      return parseBracket(source);
    case "(":
      return parseGroup(source);
    case "\\": {
      const escaped = parseEscape(source);
      if (escaped.kind === "assertion") return escaped;
      return { kind: "set", set: folded(source, escaped.set) };
    }
    default:
      return characterNode(source, character);
  }
}

const newline = 10;

function parseGroup(source: Source): Node {
  if (take(source, "?")) {
    const kind = next(source);
    if (kind === "=" || kind === "!" || kind === "<") fail("lookaround is not available on this database");
    if (kind !== ":") fail("quantifier operand invalid");
    source.position++;
  } else source.groups++;
  const node = parseChoice(source);
  if (!take(source, ")")) fail("parentheses () not balanced");
  // A group is never a constraint: it may be repeated.
  return node.kind === "assertion" ? { kind: "choice", items: [node] } : node;
}

function parseQuantifier(source: Source, item: Node): Node {
  const bounds = takeBounds(source);
  if (bounds === null) return item;
  take(source, "?");
  skipIgnored(source);
  if (/^[*+?]$/.test(next(source) ?? "") || (next(source) === "{" && /^\d$/.test(next(source, 1) ?? ""))) {
    fail("quantifier operand invalid");
  }
  return { kind: "repeat", item, ...bounds };
}

function takeBounds(source: Source): { readonly least: number; readonly most: number | null } | null {
  if (take(source, "*")) return { least: 0, most: null };
  if (take(source, "+")) return { least: 1, most: null };
  if (take(source, "?")) return { least: 0, most: 1 };
  if (next(source) !== "{" || !/^\d$/.test(next(source, 1) ?? "")) return null;
  source.position++;
  const least = takeNumber(source);
  let most: number | null = least;
  if (take(source, ",")) most = next(source) === "}" ? null : takeNumber(source);
  if (next(source) === undefined) fail("braces {} not balanced");
  if (!take(source, "}")) fail("invalid repetition count(s)");
  if (most !== null && most < least) fail("invalid repetition count(s)");
  return { least, most };
}

function takeNumber(source: Source): number {
  let text = "";
  while (/^\d$/.test(next(source) ?? "") && text.length < 6) {
    text += next(source);
    source.position++;
  }
  if (text === "") return fail(next(source) === undefined ? "braces {} not balanced" : "invalid repetition count(s)");
  return Number(text) > maxRepeat ? fail("invalid repetition count(s)") : Number(text);
}

function characterNode(source: Source, character: string): Node {
  return { kind: "set", set: folded(source, single(character.codePointAt(0) ?? 0)) };
}

function folded(source: Source, set: CharSet): CharSet {
  const [range] = set;
  if (!source.options.folded || range === undefined || range[0] !== range[1] || set.length > 1) return set;
  return casesOf(range[0])
    .map((codePoint): CharSet[number] => [codePoint, codePoint])
    .sort((a, b) => a[0] - b[0]);
}
