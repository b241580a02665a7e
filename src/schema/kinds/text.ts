import { err, ok, type Result } from "../../kernel/result.ts";
import type { ColumnType, Kind, ParseReason, Stored } from "./kind.ts";

/** TEXT as it came. NUL is refused, as PostgreSQL does: SQLite would cut the text there. */
export const textKind: Kind = {
  name: "text",
  encoding: "plain",
  postgresName: (type) => (type.maxLength === undefined ? "text" : `character varying(${type.maxLength})`),
  fromText,
  fromJson(json, type) {
    if (typeof json !== "string") return fromText(JSON.stringify(json), type);
    if (json.includes("\u0000")) return err(nulInJson);
    return json.isWellFormed() ? fromText(json, type) : err(halfInJson);
  },
};

// PostgreSQL refuses these where it reads the JSON.
const nulInJson: ParseReason = {
  code: "22P05",
  message: "unsupported Unicode escape sequence",
  details: "\\u0000 cannot be converted to text.",
};
const halfInJson: ParseReason = {
  code: "22P02",
  message: "invalid input syntax for type json",
  details: "Unicode low surrogate must follow a high surrogate.",
};

function fromText(text: string, type: ColumnType): Result<Stored, ParseReason> {
  if (text.includes("\u0000")) {
    return err({ code: "22021", message: 'invalid byte sequence for encoding "UTF8": 0x00' });
  }
  if (!text.isWellFormed()) {
    return err({ code: "22021", message: 'invalid byte sequence for encoding "UTF8": unpaired surrogate' });
  }
  if (type.maxLength !== undefined && text.length > type.maxLength && [...text].length > type.maxLength) {
    const kept = [...text].slice(0, type.maxLength).join("");
    // As in SQL: blanks past the end are no error.
    if (/^ *$/.test(text.slice(kept.length))) return ok(kept);
    return err({ code: "22001", message: `value too long for type ${type.kind.postgresName(type)}` });
  }
  return ok(text);
}
