import { toHex, utf8 } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Kind, ParseReason, Stored } from "./kind.ts";

/**
 * BLOB; in JSON PostgreSQL's hex form, `\x48656c6c6f`. Text is understood in both of its forms, hex and escaped:
 * https://www.postgresql.org/docs/current/datatype-binary.html
 */
export const bytesKind: Kind = {
  name: "bytes",
  encoding: "hex",
  postgresName: () => "bytea",
  fromText: (text) => (text.startsWith("\\x") ? fromHex(text.slice(2)) : fromEscaped(text)),
};

function fromHex(text: string): Result<Stored, ParseReason> {
  const digits = text.replace(/\s+/g, "");
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0];
  if (wrong !== undefined) return err({ code: "22023", message: `invalid hexadecimal digit: "${wrong}"` });
  if (digits.length % 2 === 1) {
    return err({ code: "22023", message: "invalid hexadecimal data: odd number of digits" });
  }
  return ok(digits.toUpperCase());
}

/** `\\` is a backslash, `\001` a byte by its octal number; everything else is what it is in UTF-8. */
function fromEscaped(text: string): Result<Stored, ParseReason> {
  if (text.replace(/\\\\|\\[0-3][0-7]{2}/g, "").includes("\\")) {
    return err({ code: "22P02", message: "invalid input syntax for type bytea" });
  }
  const parts = text.match(/[^\\]+|\\\\|\\[0-3][0-7]{2}/gs) ?? [];
  return ok(parts.map(escapedHex).join(""));
}

function escapedHex(part: string): string {
  if (part === "\\\\") return "5C";
  if (part.startsWith("\\")) return Number.parseInt(part.slice(1), 8).toString(16).padStart(2, "0").toUpperCase();
  return toHex(utf8(part)).toUpperCase();
}
