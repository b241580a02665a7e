import type { JsonSchema } from "../../src/functions/json-schema.ts";
import { arrayOf, key, union } from "./column-type.ts";

/** A JSON Schema, as zod writes it, as TypeScript. What it cannot tell is `Json`. */
export function schemaTypeText(schema: JsonSchema): string {
  const { enum: values, const: constant, anyOf, oneOf, allOf, type } = schema;
  if (values !== undefined) return union(values.map(literal));
  if (constant !== undefined) return literal(constant);
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined) return union(alternatives.map(schemaTypeText));
  if (allOf !== undefined) return allOf.map((part) => `(${schemaTypeText(part)})`).join(" & ");
  if (Array.isArray(type)) return union(type.map((name: string) => schemaTypeText({ ...schema, type: name })));
  return typeof type === "string" ? (typeTexts[type]?.(schema) ?? "Json") : "Json";
}

const typeTexts: Readonly<Record<string, (schema: JsonSchema) => string>> = {
  string: () => "string",
  integer: () => "number",
  number: () => "number",
  boolean: () => "boolean",
  null: () => "null",
  array: arrayText,
  object: objectText,
};

function arrayText({ items, prefixItems }: JsonSchema): string {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map((item: JsonSchema) => schemaTypeText(item)).join(", ")}]`;
  return arrayOf(items === undefined ? "Json" : schemaTypeText(items));
}

function objectText({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const names = Object.keys(properties).sort();
  if (names.length === 0) {
    const isOpen = typeof additionalProperties === "object" && additionalProperties !== null;
    const member = isOpen ? schemaTypeText(additionalProperties as JsonSchema) : "Json";
    return `{ [key: string]: ${member} }`;
  }
  const members = names.map((name) => {
    const mark = required.includes(name) ? "" : "?";
    return `${key(name)}${mark}: ${schemaTypeText(properties[name] ?? {})}`;
  });
  return `{ ${members.join("; ")} }`;
}

function literal(value: unknown): string {
  return value === null || typeof value !== "object" ? JSON.stringify(value) : "Json";
}
