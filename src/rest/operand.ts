import { failure } from "../kernel/failure.ts";
import type { ArgumentValue } from "../query/read.ts";
import { splitArray } from "../schema/kinds/list.ts";
import { parseQuoted } from "./parse-field.ts";
import type { Scanner } from "./scanner.ts";
import { argumentSign } from "./signs.ts";

/** single: one value. list: `(a,"b")`. array: PostgreSQL's literal `{a,b}`, for `any` and `all`. */
export type OperandForm = "single" | "list" | "array";

/** Reads an operand and gives the number of its argument, or null where the text is none. */
export type OperandReader = (scanner: Scanner, form: OperandForm) => number | null;

export interface LiftedValue {
  readonly start: number;
  readonly end: number;
  readonly value: ArgumentValue;
}

/** Reads the signs of a text whose values were lifted out; numbers go on from `first`. */
export function signReader(first: number): OperandReader {
  let next = first;
  return (scanner) => (scanner.take(argumentSign) ? next++ : scanner.fail("a value"));
}

/** Reads real values and keeps them in `lifted`. In a tree a value ends at a comma or parenthesis, else at the end. */
export function valueReader(lifted: LiftedValue[], place: "tree" | "filter"): OperandReader {
  return (scanner, form) => {
    const start = scanner.position;
    const value = form === "list" ? listValue(scanner) : singleValue(scanner, form, place);
    if (value === null) return null;
    lifted.push({ start, end: scanner.position, value });
    return lifted.length - 1;
  };
}

function singleValue(scanner: Scanner, form: "single" | "array", place: "tree" | "filter"): ArgumentValue | null {
  const text = place === "tree" ? treeText(scanner) : (scanner.match(/.*/suy)?.[0] ?? "");
  return form === "array" ? arrayValue(scanner, text) : { kind: "text", text };
}

function treeText(scanner: Scanner): string {
  return endingQuoted(scanner) ?? scanner.match(/\{[^{}]*\}/uy)?.[0] ?? scanner.match(/[^,)]*/uy)?.[0] ?? "";
}

/** PostgreSQL's NULL in an array equals nothing, so it is left out. */
function arrayValue(scanner: Scanner, text: string): ArgumentValue | null {
  const items = splitArray(text.trim());
  if (items !== null) return { kind: "list", items: items.filter((item) => item !== null) };
  return scanner.refuse(
    failure("22P02", `malformed array literal: "${text.slice(0, 200)}"`, {
      details: 'Array value must start with "{" or dimension information.',
    }),
  );
}

/** `(a,"b,c")`; `()` is the empty list. */
export function listValue(scanner: Scanner): ArgumentValue | null {
  if (!scanner.takeLexeme("(")) return scanner.fail('"("');
  const items: string[] = [];
  do items.push(endingQuoted(scanner) ?? scanner.match(/[^,)]*/uy)?.[0] ?? "");
  while (scanner.take(","));
  if (!scanner.takeLexeme(")")) return scanner.fail(['","', '")"']);
  return { kind: "list", items: items.length === 1 && items[0] === "" ? [] : items };
}

/** Quotes count only around a whole value. */
function endingQuoted(scanner: Scanner): string | null {
  const start = scanner.position;
  const text = parseQuoted(scanner);
  if (text === null) return null;
  const next = scanner.text[scanner.position];
  if (next === undefined || next === "," || next === ")") return text;
  scanner.position = start;
  return null;
}
