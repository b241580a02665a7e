export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Undefined for what is no JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * Whether a number of the JSON may have digits that a double cannot hold: 16 or more, where a number can begin. A reviver is
 * slow, so that it is worth knowing; the same digits at the beginning of a string are none.
 */
export function mayHaveLargeIntegers(text: string): boolean {
  return /(?:^|[\s:,[-])\d{16}/.test(text);
}
