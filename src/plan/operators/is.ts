import { failure } from "../../kernel/failure.ts";
import { err, ok } from "../../kernel/result.ts";
import { sql } from "../../sql/fragment.ts";
import { fieldType } from "../field.ts";
import type { Condition } from "./use.ts";

/** `is.null`, `is.not_null`, and of booleans `is.true`, `is.false`, `is.unknown`: never unknown themselves. */
export const isKeyword: Condition = ({ comparison, field, left }) => {
  switch (comparison.keyword) {
    case "null":
    case "unknown":
      return ok(sql`${left} is null`);
    case "not_null":
      return ok(sql`${left} is not null`);
    case "true":
    case "false": {
      const type = fieldType(field);
      if (type.kind.name !== "boolean") {
        const name = comparison.keyword.toUpperCase();
        return err(
          failure("42804", `argument of IS ${name} must be type boolean, not type ${type.kind.postgresName(type)}`),
        );
      }
      return ok(comparison.keyword === "true" ? sql`${left} is 1` : sql`${left} is 0`);
    }
    case null:
      throw new TypeError("is without a keyword");
  }
};
