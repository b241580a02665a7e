import { type Failure, failure } from "../../kernel/failure.ts";
import { err, ok } from "../../kernel/result.ts";
import type { ColumnType } from "../../schema/kinds/kind.ts";
import { sql } from "../../sql/fragment.ts";
import { documentText, fieldType } from "../field.ts";
import type { Condition } from "./use.ts";

/** `is.null`, `is.not_null`, and of booleans `is.true`, `is.false`, `is.unknown`: never unknown themselves. */
export const isKeyword: Condition = ({ comparison, field, left, table }) => {
  const { keyword } = comparison;
  if (keyword === null) throw new TypeError("is without a keyword");
  const type = fieldType(field);
  if (keyword === "null" || keyword === "not_null") {
    // JSON's null is a value, and not NULL.
    const value = field.path.length > 0 && !field.asText ? documentText(field, table) : left;
    return ok(keyword === "null" ? sql`${value} is null` : sql`${value} is not null`);
  }
  if (type.kind.name !== "boolean") {
    return err(notBoolean(keyword, type));
  }
  return ok(keyword === "unknown" ? sql`${left} is null` : keyword === "true" ? sql`${left} is 1` : sql`${left} is 0`);
};

/** PostgreSQL's `datatype_mismatch`. */
export function notBoolean(keyword: string, type: ColumnType): Failure {
  const name = type.kind.postgresName(type);
  return failure("42804", `argument of IS ${keyword.toUpperCase()} must be type boolean, not type ${name}`);
}
