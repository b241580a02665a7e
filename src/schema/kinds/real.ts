import { err, ok } from "../../kernel/result.ts";
import type { ColumnType, Kind, ParseReason } from "./kind.ts";
import { invalid } from "./parse.ts";

const shape = /^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/** REAL: a double. SQLite has no NaN and JSON no infinity, so neither is a value. */
export const realKind: Kind = {
  name: "real",
  encoding: "real",
  postgresName: () => "double precision",
  fromText(text, type) {
    if (!shape.test(text)) return err(invalid(type, text));
    const number = Number(text);
    return Number.isFinite(number) ? ok(number === 0 ? 0 : number) : err(tooLarge(type, text));
  },
};

/** NUMERIC: SQLite keeps it as an integer or a double, so 15 significant digits hold. */
export const numericKind: Kind = { ...realKind, name: "numeric", encoding: "plain", postgresName: () => "numeric" };

function tooLarge({ kind }: ColumnType, text: string): ParseReason {
  if (kind.name === "numeric") return { code: "22003", message: "value overflows numeric format" };
  return { code: "22003", message: `"${text.trim().slice(0, 200)}" is out of range for type double precision` };
}
