import { collect, err, ok, type Result } from "../../kernel/result.ts";
import { buildAutomaton } from "./automaton.ts";
import { determinise } from "./determinise.ts";
import { nativePattern } from "./native.ts";
import { type Node, PatternLimitError, type PatternReason } from "./node.ts";
import { parseLike } from "./parse-like.ts";
import { parseRegex } from "./parse-regex.ts";
import { programText } from "./program.ts";
import { invalidRegex } from "./source.ts";

/** What a pattern is written in, and whether upper and lower case are the same to it. */
export interface Syntax {
  readonly language: "like" | "regex";
  readonly folded: boolean;
}

export interface Compiled {
  /** For the database's own GLOB or, `folded`, LIKE: lets through every text that matches. */
  readonly native: string;
  /** Tells which of those match; null where all do. */
  readonly program: string | null;
}

/** Several patterns, of which any or all must match. */
export interface CompiledList {
  /**
   * any: the patterns of the list that the database answers itself. all: these, and what it can tell beforehand of the
   * others.
   */
  readonly natives: readonly string[];
  /** Tells the rest; null where there is none. */
  readonly program: string | null;
}

export function compilePattern(text: string, syntax: Syntax): Result<Compiled, PatternReason> {
  const node = parse(text, syntax);
  if (!node.ok) return node;
  const native = nativePattern(node.value, syntax.folded ? "like" : "glob");
  if (native.isExact) return ok({ native: native.text, program: null });
  const program = programOf([node.value], "any", syntax);
  return program.ok ? ok({ native: native.text, program: program.value }) : program;
}

export function compilePatterns(
  texts: readonly string[],
  quantifier: "any" | "all",
  syntax: Syntax,
): Result<CompiledList, PatternReason> {
  const nodes = collect(texts, (text) => parse(text, syntax));
  if (!nodes.ok) return nodes;
  const all = nodes.value.map((node) => ({ node, native: nativePattern(node, syntax.folded ? "like" : "glob") }));
  const rest = all.filter(({ native }) => !native.isExact).map(({ node }) => node);
  const told = quantifier === "all" ? all : all.filter(({ native }) => native.isExact);
  const natives = told.map(({ native }) => native.text);
  if (rest.length === 0) return ok({ natives, program: null });
  const program = programOf(rest, quantifier, syntax);
  return program.ok ? ok({ natives, program: program.value }) : program;
}

function parse(text: string, { language, folded }: Syntax): Result<Node, PatternReason> {
  return language === "like" ? parseLike(text, folded) : parseRegex(text, folded);
}

function programOf(
  nodes: readonly Node[],
  quantifier: "any" | "all",
  { language }: Syntax,
): Result<string, PatternReason> {
  try {
    return ok(programText(determinise(buildAutomaton(nodes), quantifier)));
  } catch (error) {
    if (!(error instanceof PatternLimitError)) throw error;
    return err(
      language === "regex"
        ? invalidRegex("regular expression is too complex")
        : { code: "54000", message: "pattern is too complex" },
    );
  }
}
