import type { JsonObject } from "../kernel/json.ts";

/** A name of the definition as a component's: OpenAPI 3.1, section 4.8.7, allows letters, digits, `.`, `-`, `_` alone. */
export function componentName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/gu, (character) => `.${character.codePointAt(0)?.toString(16) ?? ""}.`);
}

export type ComponentKind = "schemas" | "parameters" | "responses" | "headers";

export function ref(kind: ComponentKind, name: string): JsonObject {
  return { $ref: `#/components/${kind}/${name}` };
}
