import { isJsonObject, type JsonObject, readJson } from "../kernel/json.ts";
import type { Row } from "./ports.ts";

/** A column that the schema declares NOT NULL. Throws where the database says otherwise. */
export function readText(row: Row, column: string): string {
  const found = row[column];
  if (typeof found !== "string") throw new TypeError(`column ${column} holds no text`);
  return found;
}

export function readOptionalText(row: Row, column: string): string | null {
  const found = row[column];
  return typeof found === "string" ? found : null;
}

/** A JSON object; empty where the column holds anything else. */
export function readObject(row: Row, column: string): JsonObject {
  const parsed = readJson(readText(row, column));
  return isJsonObject(parsed) ? parsed : {};
}
