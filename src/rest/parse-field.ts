import { type Failure, failure } from "../kernel/failure.ts";
import type { JsonStep } from "../query/read.ts";
import type { Scanner } from "./scanner.ts";

/** A column by its name, and a place inside it: `data->a->>0`. */
export interface FieldText {
  readonly name: string;
  readonly path: readonly JsonStep[];
  readonly asText: boolean;
}

const identifier = /[\p{L}0-9_ $]+(?:-(?!>)[\p{L}0-9_ $]+)*/uy;
const quoted = /"((?:[^"\\]|\\.)*)"/suy;
const index = /-?\d+(?=->|::|[.,)]|$)/y;
const jsonKey = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/uy;

/** What may follow in a name, or after it. */
export const nameGoesOn: readonly string[] = ["letter", "digit", '"-"', '"->>"', '"->"'];

/** A quoted value without its quotes and escapes, or null where none is next. */
export function parseQuoted(scanner: Scanner): string | null {
  const found = scanner.match(quoted);
  return found === null ? null : unescapeQuoted(found[1] ?? "");
}

/** Names are letters, digits, `_`, `$`, blanks and dashes inside, or anything in quotes. */
export function parseName(scanner: Scanner): string | null {
  const inQuotes = parseQuoted(scanner);
  if (inQuotes !== null) return inQuotes;
  const start = scanner.position;
  const name = trimPieces(scanner.match(identifier)?.[0] ?? "");
  if (name !== "") return name;
  scanner.position = start;
  return scanner.fail("field name (* or [a..z0..9_$])");
}

export function parseField(scanner: Scanner): FieldText | null {
  scanner.skipSpace();
  const name = parseName(scanner);
  if (name === null) return null;
  const field = parsePath(scanner, name);
  scanner.skipSpace();
  return field;
}

/** The steps after a name, where there are any. */
function parsePath(scanner: Scanner, name: string): FieldText | null {
  const path: JsonStep[] = [];
  let asText = false;
  while (scanner.take("->")) {
    const arrow = scanner.take(">") ? "->>" : "->";
    const step = parseStep(scanner);
    if (step === null) return null;
    if (asText) return scanner.refuse(noStepIntoText(arrow, step));
    asText = arrow === "->>";
    path.push(step);
  }
  return { name, path, asText };
}

/** `a.b.column->step`: the embeds that lead to a column, and the column. */
export function parseTreePath(
  scanner: Scanner,
): { readonly path: readonly string[]; readonly field: FieldText } | null {
  const names: string[] = [];
  do {
    const name = parseName(scanner);
    if (name === null) return null;
    names.push(name);
  } while (scanner.take("."));
  const field = parsePath(scanner, names.pop() ?? "");
  if (field === null) return null;
  return scanner.atEnd() ? { path: names, field } : scanner.fail("end of input");
}

/** What `->>` gives is text, and PostgreSQL has no arrow for that. */
function noStepIntoText(arrow: string, step: JsonStep): Failure {
  const type = step.kind === "index" ? "integer" : "unknown";
  return failure("42883", `operator does not exist: text ${arrow} ${type}`, {
    hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
  });
}

function parseStep(scanner: Scanner): JsonStep | null {
  const position = scanner.match(index);
  if (position !== null) return { kind: "index", index: Number(position[0]) };
  const inQuotes = parseQuoted(scanner);
  if (inQuotes !== null) return { kind: "key", key: inQuotes };
  const key = trimPieces(scanner.match(jsonKey)?.[0] ?? "");
  if (key !== "") return { kind: "key", key };
  if (scanner.match(/-/y) === null) {
    return scanner.fail(['"-"', "digit", "any non reserved character different from: .,>()"]);
  }
  const digits = scanner.match(/\d+/y);
  return digits === null
    ? scanner.fail("digit")
    : scanner.fail(["digit", '"->"', '"::"', '"."', '","', "end of input"], scanner.position, { bare: true });
}

function unescapeQuoted(inner: string): string {
  return inner.includes("\\") ? inner.replace(/\\(.)/gsu, "$1") : inner;
}

function trimPieces(text: string): string {
  if (!text.includes(" ")) return text;
  return text
    .split("-")
    .map((piece) => piece.trim())
    .join("-");
}
