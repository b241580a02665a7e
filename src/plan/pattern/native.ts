import { utf8 } from "../../kernel/bytes.ts";
import { maxLikePatternBytes } from "../../sql/limits.ts";
import { isAnchored } from "./automaton.ts";
import { type CharSet, complement, isAny, onlyChar } from "./char-set.ts";
import type { Node } from "./node.ts";

/** GLOB minds the case, LIKE does not mind that of ASCII letters. */
export type Language = "glob" | "like";

/** A pattern of the database's own that lets through every text which the given pattern matches. */
export interface Native {
  readonly text: string;
  /** It lets through no others. */
  readonly isExact: boolean;
}

interface Writing {
  readonly language: Language;
  /** Wildcards and characters, each as it is written. */
  readonly pieces: string[];
  isExact: boolean;
}

export function nativePattern(node: Node, language: Language): Native {
  const writing: Writing = { language, pieces: [], isExact: true };
  const { many } = wildcards[language];
  const items = node.kind === "sequence" ? node.items : [node];
  const endsFirmly = isEnd(items.at(-1));
  if (!isAnchored(node)) writing.pieces.push(many);
  const from = isStart(items[0]) ? 1 : 0;
  const to = endsFirmly && items.length > from ? items.length - 1 : items.length;
  for (const item of items.slice(from, to)) write(writing, item);
  if (!endsFirmly) writing.pieces.push(many);
  return shortened(writing);
}

const wildcards: Readonly<Record<Language, { readonly many: string; readonly one: string }>> = {
  glob: { many: "*", one: "?" },
  like: { many: "%", one: "_" },
};

function isStart(node: Node | undefined): boolean {
  return node?.kind === "assertion" && node.what === "start";
}

function isEnd(node: Node | undefined): boolean {
  return node?.kind === "assertion" && node.what === "end";
}

function write(writing: Writing, node: Node): void {
  const { language, pieces } = writing;
  const { many } = wildcards[language];
  switch (node.kind) {
    case "set":
      pieces.push(setPiece(writing, node.set));
      return;
    case "sequence":
      for (const item of node.items) write(writing, item);
      return;
    case "repeat": {
      const copies = Math.min(node.least, maxLikePatternBytes);
      for (let count = 0; count < copies; count++) write(writing, node.item);
      const isAnything = node.most === null && node.item.kind === "set" && isAny(node.item.set);
      if (!isAnything && node.most !== node.least) writing.isExact = false;
      if (copies < node.least) writing.isExact = false;
      if (node.most !== node.least) pieces.push(many);
      return;
    }
    case "assertion":
      writing.isExact = false;
      return;
    case "choice":
      writing.isExact = false;
      pieces.push(many);
      return;
  }
}

function setPiece(writing: Writing, set: CharSet): string {
  const { one } = wildcards[writing.language];
  if (isAny(set)) return one;
  const piece = writing.language === "glob" ? globPiece(set) : likePiece(set);
  if (piece === null) writing.isExact = false;
  return piece ?? one;
}

function likePiece(set: CharSet): string | null {
  const only = onlyChar(set);
  // LIKE takes either case of an ASCII letter for the other, so it stands for both or for neither.
  if (only !== null) return isLetter(only) ? null : likeLiteral(String.fromCodePoint(only));
  const [upper, lower] = set.map((range) => onlyChar([range]));
  const isPair = set.length === 2 && upper != null && lower != null && isLetter(upper) && lower === upper + 32;
  return isPair ? String.fromCodePoint(lower) : null;
}

function isLetter(codePoint: number): boolean {
  return (codePoint >= 65 && codePoint <= 90) || (codePoint >= 97 && codePoint <= 122);
}

function likeLiteral(character: string): string {
  return "%_\\".includes(character) ? `\\${character}` : character;
}

const maxRanges = 4;

function globPiece(set: CharSet): string | null {
  const only = onlyChar(set);
  if (only !== null) return globLiteral(String.fromCodePoint(only));
  const rest = complement(set);
  const negated = rest.length < set.length;
  const ranges = negated ? rest : set;
  if (ranges.length === 0 || ranges.length > maxRanges || ranges.flat().some(isAwkward)) return null;
  const inner = ranges.map(([from, to]) => {
    const [first, last] = [String.fromCodePoint(from), String.fromCodePoint(to)];
    return from === to ? first : `${first}-${last}`;
  });
  return `[${negated ? "^" : ""}${inner.join("")}]`;
}

/** What a class of GLOB takes for a sign of its own, surrogates, and NUL, which ends a pattern. */
function isAwkward(codePoint: number): boolean {
  return (
    codePoint === 0 || "[]^-".includes(String.fromCodePoint(codePoint)) || (codePoint >= 0xd7ff && codePoint <= 0xe000)
  );
}

function globLiteral(character: string): string {
  return "*?[".includes(character) ? `[${character}]` : character;
}

/** In as many bytes as D1 takes. What is longer is cut, and then lets through more. */
function shortened({ language, pieces, isExact }: Writing): Native {
  const { many } = wildcards[language];
  const plain = pieces.filter((piece, index) => piece !== many || pieces[index - 1] !== many);
  const text = plain.join("");
  if (utf8(text).length <= maxLikePatternBytes) return { text, isExact };
  const kept: string[] = [];
  let bytes = many.length;
  for (const piece of plain) {
    bytes += utf8(piece).length;
    if (bytes > maxLikePatternBytes) break;
    kept.push(piece);
  }
  if (kept.at(-1) !== many) kept.push(many);
  return { text: kept.join(""), isExact: false };
}
