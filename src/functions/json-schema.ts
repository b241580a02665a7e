import * as z from "zod";

/** A JSON Schema (draft 2020-12), as zod writes it: what the contract shows, and what arguments are read by. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** `input`: what a caller sends; `output`: what an answer holds. What JSON has no word for is `{}`, anything. */
export function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  // zod's type knows more forms of a subschema (true, false) than it writes.
  return z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
}
