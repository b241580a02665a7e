import type { Json, JsonObject } from "../kernel/json.ts";
import type { ColumnType, KindName } from "../schema/kinds/kind.ts";
import type { Column } from "../schema/model.ts";

/** D1's bound on one value, in bytes: https://developers.cloudflare.com/d1/platform/limits/ */
export const maxValueBytes = 2_000_000;

const whole = { type: "integer", format: "int64" };
const moment = { type: "string", format: "date-time", maxLength: 40 };

/** What each kind is in JSON. Enums and lists know more than their kind. */
const kindSchemas: Readonly<Record<Exclude<KindName, "enum" | "list">, JsonObject>> = {
  uuid: { type: "string", format: "uuid", maxLength: 36 },
  text: { type: "string", format: "text", maxLength: maxValueBytes },
  integer: { ...whole, minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  bigint: { ...whole, minimum: -(2 ** 63), maximum: 2 ** 63 },
  real: { type: "number", format: "double" },
  numeric: { type: "number", format: "numeric" },
  boolean: { type: "boolean" },
  timestamp: moment,
  "epoch-seconds": moment,
  "epoch-millis": moment,
  date: { type: "string", format: "date", maxLength: 10 },
  time: { type: "string", format: "time without time zone", maxLength: 15 },
  json: {},
  bytes: { type: "string", pattern: "^\\\\x[0-9a-fA-F]*$", maxLength: 2 * maxValueBytes + 2 },
};

/** A value of the type, never null. */
export function valueSchema({ kind, values = [], maxLength, element }: ColumnType): JsonObject {
  if (kind.name === "enum") return { type: "string", enum: values };
  if (kind.name === "list") {
    return { type: "array", items: element === undefined ? {} : valueSchema(element), maxItems: maxValueBytes };
  }
  const schema = kindSchemas[kind.name];
  return maxLength === undefined ? schema : { ...schema, maxLength };
}

export interface CellOptions {
  /** May be null where the column itself never is: the rules hide it in some rows. */
  readonly nullable: boolean;
  readonly description: string | null;
  /** Whether what the database fills in is told. */
  readonly withDefault: boolean;
}

/** A column's value in a row. */
export function cellSchema(column: Column, { nullable, description, withDefault }: CellOptions): JsonObject {
  const schema = valueSchema(column.type);
  const fallback = withDefault ? defaultOf(column) : undefined;
  return {
    ...(nullable ? orNull(schema) : schema),
    ...(description === null ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

function orNull(schema: JsonObject): JsonObject {
  if (typeof schema.type !== "string") return schema;
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
  return { ...schema, ...values, type: [schema.type, "null"] };
}

/** A default that is a value and no SQL, as JSON; undefined for none. */
function defaultOf(column: Column): Json | undefined {
  if (column.default?.kind !== "value") return undefined;
  const { stored } = column.default;
  if (typeof stored === "bigint" || stored === null) return undefined;
  switch (column.type.kind.encoding) {
    case "boolean":
      return stored === 1;
    case "json":
      return JSON.parse(String(stored));
    case "plain":
    case "real":
      return stored;
    default:
      return undefined;
  }
}
