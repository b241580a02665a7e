import type { JsonSchema } from "./json-schema.ts";

/** What text is read as: an argument in a URL, a form or a CSV cell says nothing of its type. */
export interface ValueType {
  readonly name: "text" | "integer" | "number" | "boolean" | "list" | "json" | "open";
  /** Of a list. */
  readonly element: ValueType | null;
}

/** PostgreSQL's names, for its words. */
export const postgresNames: Readonly<Record<ValueType["name"], string>> = {
  text: "text",
  integer: "integer",
  number: "double precision",
  boolean: "boolean",
  list: "json[]",
  json: "json",
  open: "text",
};

const json: ValueType = { name: "json", element: null };
/** Text is one of several things that it may be: it stays as it is. */
const open: ValueType = { name: "open", element: null };

/** The type that a schema asks for; null is every type's. */
export function valueType(schema: JsonSchema): ValueType {
  const leaves = [...leavesOf(schema)];
  const names = new Set(leaves.map(({ name }) => name));
  if (names.has("integer") && names.has("number")) names.delete("integer");
  const [name, ...others] = names;
  if (name === undefined) return json;
  if (others.length > 0) return names.has("text") ? open : json;
  return leaves.find((leaf) => leaf.name === name) ?? json;
}

/** What `anyOf` and its like come down to. */
function* leavesOf(schema: JsonSchema): Generator<ValueType> {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  for (const part of parts) yield* leavesOf(part);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (parts.length === 0 && types.length === 0) yield* (schema.enum ?? []).flatMap(constantType);
  if (parts.length === 0 && types.length === 0 && schema.enum === undefined) yield json;
  for (const type of types) {
    if (type === "array") yield { name: "list", element: valueType(schema.items ?? {}) };
    else if (type === "string") yield { name: "text", element: null };
    else if (type === "integer" || type === "number" || type === "boolean") yield { name: type, element: null };
    else if (type !== "null") yield json;
  }
}

function constantType(constant: unknown): ValueType[] {
  const found = { string: "text", number: "number", boolean: "boolean" } as const;
  const type = typeof constant;
  return type === "string" || type === "number" || type === "boolean" ? [{ name: found[type], element: null }] : [];
}
