import type { Json } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { ColumnType, ParseReason, Stored } from "./kind.ts";

/** JSON from a body, a GraphQL variable or a claim to the stored form. Null stays null. */
export function parseJson(json: Json, type: ColumnType): Result<Stored, ParseReason> {
  if (json === null) return ok(null);
  if (type.kind.fromJson !== undefined) return type.kind.fromJson(json, type);
  if (typeof json === "string") return type.kind.fromText(json, type);
  if (typeof json === "number" || typeof json === "boolean") return type.kind.fromText(String(json), type);
  return err(invalid(type, JSON.stringify(json)));
}

/** Text from a URL to the stored form. */
export function parseText(text: string, type: ColumnType): Result<Stored, ParseReason> {
  return type.kind.fromText(text, type);
}

/** PostgreSQL's `invalid_text_representation`. */
export function invalid(type: ColumnType, input: string): ParseReason {
  return {
    code: "22P02",
    message: `invalid input syntax for type ${type.kind.postgresName(type)}: "${shorten(input)}"`,
  };
}

/** PostgreSQL's `numeric_value_out_of_range`. */
export function outOfRange(type: ColumnType, input: string): ParseReason {
  return {
    code: "22003",
    message: `value "${shorten(input)}" is out of range for type ${type.kind.postgresName(type)}`,
  };
}

function shorten(input: string): string {
  return input.length > 200 ? `${input.slice(0, 200)}…` : input;
}
