import type { OperandReader } from "./operand.ts";
import { type FieldText, nameGoesOn, parseField } from "./parse-field.ts";
import { type Operation, parseOperation } from "./parse-operation.ts";
import type { Scanner } from "./scanner.ts";

export type LogicNode = LogicGroup | LogicFilter;

export interface LogicGroup {
  readonly kind: "group";
  readonly negated: boolean;
  readonly operator: "and" | "or";
  readonly items: readonly LogicNode[];
}

export interface LogicFilter {
  readonly kind: "filter";
  readonly field: FieldText;
  readonly operation: Operation;
}

const groupHead = /[ \t]*(not\.)?(and|or)[ \t]*(?=\()/y;

/** The items of a tree, `(a.eq.1,not.or(b.gt.2,c.is.null))`. */
export function parseItems(scanner: Scanner, read: OperandReader): readonly LogicNode[] | null {
  return scanner.nested(() => {
    if (!scanner.takeLexeme("(")) return scanner.fail('"("');
    const items: LogicNode[] = [];
    do {
      const item = parseItem(scanner, read);
      if (item === null) return null;
      items.push(item);
    } while (scanner.takeLexeme(","));
    return scanner.takeLexeme(")") ? items : scanner.fail(['","', '")"']);
  });
}

function parseItem(scanner: Scanner, read: OperandReader): LogicNode | null {
  const head = scanner.match(groupHead);
  if (head !== null) {
    const items = parseItems(scanner, read);
    if (items === null) return null;
    return { kind: "group", negated: head[1] !== undefined, operator: head[2] === "and" ? "and" : "or", items };
  }
  const wrong = scanner.match(/[ \t]*not\.(?=[a-z]+\()/y);
  if (wrong !== null) return scanner.fail("logic operator (and, or)");
  const start = scanner.position;
  const field = parseField(scanner);
  if (field === null) return scanner.fail(["negation operator (not)", "logic operator (and, or)"]);
  if (scanner.take(".")) return parseFilter(scanner, field, read);
  const word = /^(?:and|or)/.exec(field.name)?.[0];
  return word !== undefined && scanner.text[scanner.position] === "("
    ? scanner.fail('"("', scanner.text.indexOf(word, start) + word.length)
    : scanner.fail([...nameGoesOn, "delimiter (.)"]);
}

function parseFilter(scanner: Scanner, field: FieldText, read: OperandReader): LogicFilter | null {
  const operation = parseOperation(scanner, read);
  return operation === null ? null : { kind: "filter", field, operation };
}
