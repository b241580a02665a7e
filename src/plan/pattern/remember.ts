import type { Result } from "../../kernel/result.ts";
import { type Compiled, type CompiledList, compilePattern, compilePatterns, type Syntax } from "./compile.ts";
import type { PatternReason } from "./node.ts";

/** A program has at most 53,248 characters: all of them together stay under 10 MB. */
const maxEntries = 90;

/** What the last patterns were made into: a request asks twice, and a hot one again and again. */
export interface PatternMemory {
  readonly one: (text: string, syntax: Syntax) => Result<Compiled, PatternReason>;
  readonly list: (
    texts: readonly string[],
    quantifier: "any" | "all",
    syntax: Syntax,
  ) => Result<CompiledList, PatternReason>;
}

export function createPatternMemory(): PatternMemory {
  const ones = new Map<string, Result<Compiled, PatternReason>>();
  const lists = new Map<string, Result<CompiledList, PatternReason>>();
  return {
    one: (text, syntax) => remembered(ones, keyOf([text], syntax), () => compilePattern(text, syntax)),
    list: (texts, quantifier, syntax) =>
      remembered(lists, quantifier + keyOf(texts, syntax), () => compilePatterns(texts, quantifier, syntax)),
  };
}

function keyOf(texts: readonly string[], { language, folded }: Syntax): string {
  return `${language}:${folded}:${JSON.stringify(texts)}`;
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (memory.size >= maxEntries / 2) memory.clear();
  if (key.length <= 4_000) memory.set(key, made);
  return made;
}
