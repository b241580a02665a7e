import type { ArgumentValue } from "../query/read.ts";
import { splitArray } from "../schema/kinds/list.ts";
import { type LiftedValue, listValue, valueReader } from "./operand.ts";
import { parseItems } from "./parse-logic.ts";
import { modifierOf, operatorTable } from "./parse-operation.ts";
import { Scanner } from "./scanner.ts";
import { argumentSign, withoutSigns } from "./signs.ts";

/** A text without its values, and the values in the order of their signs. */
export interface Lifted {
  readonly skeleton: string;
  readonly values: readonly ArgumentValue[];
}

/**
 * Lifts the value out of a filter: `not.eq.5` is `not.eq.` and `5`. Null where there is nothing to lift (`is.null`) or the
 * text is no filter: it then stays in the shape as it is, and parsing tells what is wrong.
 */
export function liftOperation(text: string): Lifted | null {
  const start = text.startsWith("not.") ? 4 : 0;
  let end = start;
  for (let code = text.charCodeAt(end); code > 96 && code < 123; code = text.charCodeAt(end)) end++;
  const entry = operatorTable.get(text.slice(start, end));
  if (entry === undefined) return null;
  const next = text.charCodeAt(end);
  if (next === dot) {
    const operand = text.slice(end + 1);
    if (entry.traits.operand === "keyword") return null;
    const value = entry.traits.operand === "list" ? wholeList(operand) : textValue(operand);
    return value === null ? null : { skeleton: text.slice(0, end + 1) + argumentSign, values: [value] };
  }
  const close = next === parenthesis ? text.indexOf(").", end) : -1;
  const modifier = close === -1 ? null : modifierOf(entry.operator, text.slice(end + 1, close));
  if (modifier === null) return null;
  const operand = text.slice(close + 2);
  const value = modifier === "language" ? textValue(operand) : wholeArray(operand);
  return value === null ? null : { skeleton: text.slice(0, close + 2) + argumentSign, values: [value] };
}

const dot = 46;
const parenthesis = 40;

/** Lifts the values out of a tree, `(a.eq.1,or(b.in.(2,3)))`. Null where the text is no tree. */
export function liftLogic(text: string): Lifted | null {
  const scanner = new Scanner(text);
  const lifted: LiftedValue[] = [];
  if (parseItems(scanner, valueReader(lifted, "tree")) === null) return null;
  // PostgREST's parser is content with a whole tree: a parenthesis too many does no harm.
  const end = scanner.position;
  if (scanner.match(/[) \t]*$/y) === null) return null;
  let skeleton = "";
  let position = 0;
  for (const { start, end } of lifted) {
    skeleton += withoutSigns(text.slice(position, start)) + argumentSign;
    position = end;
  }
  return {
    skeleton: skeleton + withoutSigns(text.slice(position, end)),
    values: lifted.map(({ value }) => value),
  };
}

function textValue(text: string): ArgumentValue {
  return { kind: "text", text };
}

function wholeList(text: string): ArgumentValue | null {
  const scanner = new Scanner(text);
  const value = listValue(scanner);
  return scanner.atEnd() ? value : null;
}

function wholeArray(text: string): ArgumentValue | null {
  const items = splitArray(text.trim());
  return items === null ? null : { kind: "list", items: items.filter((item) => item !== null) };
}
