import type { OperandReader } from "./operand.ts";
import { type FieldText, parseField } from "./parse-field.ts";
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
    return scanner.takeLexeme(")") ? items : scanner.fail('"," or ")"');
  });
}

function parseItem(scanner: Scanner, read: OperandReader): LogicNode | null {
  const head = scanner.match(groupHead);
  if (head !== null) {
    const items = parseItems(scanner, read);
    if (items === null) return null;
    return { kind: "group", negated: head[1] !== undefined, operator: head[2] === "and" ? "and" : "or", items };
  }
  const field = parseField(scanner);
  if (field === null) return scanner.fail("negation operator (not) or logic operator (and, or)");
  if (!scanner.take(".")) return scanner.fail("delimiter (.)");
  const operation = parseOperation(scanner, read);
  return operation === null ? null : { kind: "filter", field, operation };
}
