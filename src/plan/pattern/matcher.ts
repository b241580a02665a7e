import type { Compiled, CompiledList, Syntax } from "./compile.ts";
import { accepted, bias, dead, firstRow, pageCount, pageSize } from "./program.ts";

/** Whether a text is matched, as the SQL of `plan/operators/pattern.ts` decides it, in memory. */
export type Matcher = (text: string) => boolean;

export function matcherOf({ native, program }: Compiled, { folded }: Syntax): Matcher {
  const first = nativeMatcher(native, folded);
  return program === null ? first : (text) => first(text) && run(program, text);
}

export function listMatcher({ natives, program }: CompiledList, quantifier: "any" | "all", syntax: Syntax): Matcher {
  const firsts = natives.map((native) => nativeMatcher(native, syntax.folded));
  if (quantifier === "any") {
    return (text) => firsts.some((first) => first(text)) || (program !== null && run(program, text));
  }
  return (text) => firsts.every((first) => first(text)) && (program === null || run(program, text));
}

/** The walk of `plan/operators/run.ts`: the cells are looked up by place. */
function run(program: string, text: string): boolean {
  let state = firstRow;
  for (let index = 0; state > dead; ) {
    const code = text.codePointAt(index) ?? 0;
    index += code > 0xffff ? 2 : 1;
    const page = program.charCodeAt(Math.min(Math.floor(code / pageSize), pageCount - 1));
    const symbol = program.charCodeAt(page + (code % pageSize) - bias);
    state = program.charCodeAt(state + symbol - 2 * bias);
  }
  return state === accepted;
}

/** One piece of a native pattern: null for any number of characters, else whether it takes this one. */
type Piece = ((code: number) => boolean) | null;

function nativeMatcher(pattern: string, folded: boolean): Matcher {
  const pieces = folded ? likePieces(pattern) : globPieces(pattern);
  return (text) =>
    walk(
      pieces,
      Array.from(text, (character) => character.codePointAt(0) ?? 0),
    );
}

/** Only the last wildcard ever has to take more: what comes before it has been matched as early as can be. */
function walk(pieces: readonly Piece[], codes: readonly number[]): boolean {
  let [at, piece] = [0, 0];
  let retry: { readonly piece: number; at: number } | null = null;
  while (at < codes.length) {
    const test = pieces[piece];
    if (test === null) {
      retry = { piece: ++piece, at };
    } else if (test?.(codes[at] ?? 0) === true) {
      at++;
      piece++;
    } else if (retry === null) return false;
    else {
      at = ++retry.at;
      piece = retry.piece;
    }
  }
  return pieces.slice(piece).every((rest) => rest === null);
}

const anyOne = (): boolean => true;

/** https://www.sqlite.org/lang_expr.html#like: of ASCII letters alone it does not mind the case. */
function likePieces(pattern: string): readonly Piece[] {
  const characters = [...pattern];
  const pieces: Piece[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index];
    if (character === "%") pieces.push(null);
    else if (character === "_") pieces.push(anyOne);
    else {
      const wanted = lower((character === "\\" ? characters[++index] : character)?.codePointAt(0) ?? 0);
      pieces.push((code) => lower(code) === wanted);
    }
  }
  return pieces;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function globPieces(pattern: string): readonly Piece[] {
  const characters = [...pattern];
  const pieces: Piece[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index];
    if (character === "*") pieces.push(null);
    else if (character === "?") pieces.push(anyOne);
    else if (character === "[") {
      const end = characters.indexOf("]", index);
      pieces.push(classPiece(characters.slice(index + 1, end)));
      index = end;
    } else {
      const wanted = character?.codePointAt(0);
      pieces.push((code) => code === wanted);
    }
  }
  return pieces;
}

/** As `native.ts` writes them: no bracket, caret or hyphen stands for itself. */
function classPiece(inner: readonly string[]): Piece {
  const negated = inner[0] === "^";
  const ranges: (readonly [number, number])[] = [];
  for (let index = negated ? 1 : 0; index < inner.length; index++) {
    const from = inner[index]?.codePointAt(0) ?? 0;
    if (inner[index + 1] !== "-") ranges.push([from, from]);
    else {
      ranges.push([from, inner[index + 2]?.codePointAt(0) ?? from]);
      index += 2;
    }
  }
  return (code) => ranges.some(([from, to]) => code >= from && code <= to) !== negated;
}
