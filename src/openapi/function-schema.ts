import type { JsonSchema } from "../functions/json-schema.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { componentName, ref } from "./component-name.ts";
import { maxValueBytes } from "./value-schema.ts";

export interface AdoptedSchema {
  readonly schema: JsonObject;
  /** Schemas that it refers to, by component name. */
  readonly components: readonly (readonly [string, JsonObject])[];
}

/**
 * A function's schema as a part of the document: what it defines for itself (`$defs`, `#`) becomes components under `name`,
 * and what it leaves open gets the bounds that any value has.
 */
export function adoptSchema(given: JsonSchema, name: string): AdoptedSchema {
  // What zod writes is JSON.
  const whole: JsonObject = JSON.parse(JSON.stringify(given));
  const { $schema: _, $defs = {}, ...own } = whole;
  let isRecursive = false;
  const target = (reference: string): JsonObject => {
    if (reference === "#") isRecursive = true;
    const definition = reference.startsWith("#/$defs/") ? `.${componentName(reference.slice(8))}` : "";
    return ref("schemas", `${name}${definition}`);
  };
  const schema = bounded(own, target);
  const definitions = Object.entries(isJsonObject($defs) ? $defs : {}).map(
    ([key, definition]): [string, JsonObject] => [
      `${name}.${componentName(key)}`,
      isJsonObject(definition) ? bounded(definition, target) : {},
    ],
  );
  if (!isRecursive) return { schema, components: definitions };
  return { schema: ref("schemas", name), components: [[name, schema], ...definitions] };
}

type Target = (reference: string) => JsonObject;

/** Keywords that hold schemas; all others hold values. */
const maps: ReadonlySet<string> = new Set(["properties", "patternProperties"]);
const lists: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const singles: ReadonlySet<string> = new Set(["items", "additionalProperties", "propertyNames", "not", "contains"]);

function bounded(schema: JsonObject, target: Target): JsonObject {
  if (typeof schema.$ref === "string") return target(schema.$ref);
  const inner = (value: Json): Json => (isJsonObject(value) ? bounded(value, target) : value);
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    if (singles.has(keyword)) return [keyword, inner(value)];
    if (lists.has(keyword) && Array.isArray(value)) return [keyword, value.map(inner)];
    if (!maps.has(keyword) || !isJsonObject(value)) return [keyword, value];
    return [keyword, Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inner(member)]))];
  });
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const bounds = types.map((type) => (typeof type === "string" ? (boundsOf[type]?.(schema) ?? {}) : {}));
  return Object.assign({}, ...bounds, Object.fromEntries(entries));
}

const boundsOf: Readonly<Record<string, (schema: JsonObject) => JsonObject>> = {
  string: ({ enum: values, const: constant, format, pattern }) =>
    values !== undefined || constant !== undefined
      ? {}
      : { maxLength: maxValueBytes, ...(format === undefined && pattern === undefined ? { format: "text" } : {}) },
  array: () => ({ maxItems: maxValueBytes }),
  integer: ({ exclusiveMinimum, exclusiveMaximum }) => ({
    format: "int64",
    ...(exclusiveMinimum === undefined ? { minimum: Number.MIN_SAFE_INTEGER } : {}),
    ...(exclusiveMaximum === undefined ? { maximum: Number.MAX_SAFE_INTEGER } : {}),
  }),
};
