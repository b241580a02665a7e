import type { CharSet } from "./char-set.ts";

/** A pattern, whatever its language. */
export type Node =
  /** One character of the set. */
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly items: readonly Node[] }
  /** `most`: null for as often as it likes. */
  | { readonly kind: "repeat"; readonly item: Node; readonly least: number; readonly most: number | null }
  | { readonly kind: "assertion"; readonly what: Assertion };

/** What holds at a place between two characters. */
export type Assertion =
  | "start"
  | "end"
  | "line-start"
  | "line-end"
  | "word-start"
  | "word-end"
  | "word-boundary"
  | "no-word-boundary";

export function sequence(items: readonly Node[]): Node {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only;
  return { kind: "sequence", items: items.flatMap((item) => (item.kind === "sequence" ? item.items : [item])) };
}

/** Why a text is no pattern, or none that can be used here. */
export interface PatternReason {
  readonly code: "2201B" | "22021" | "22025" | "54000";
  readonly message: string;
}

/** Thrown where a pattern is made into an automaton that is too large. */
export class PatternLimitError extends Error {
  override readonly name = "PatternLimitError";
}

/** PostgreSQL takes neither a NUL nor half a character, and SQLite reads a pattern up to its first NUL. */
export function unwritableText(text: string): PatternReason | null {
  if (text.includes("\u0000")) return { code: "22021", message: 'invalid byte sequence for encoding "UTF8": 0x00' };
  if (text.isWellFormed()) return null;
  return { code: "22021", message: 'invalid byte sequence for encoding "UTF8": unpaired surrogate' };
}
