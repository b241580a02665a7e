import { err, ok, type Result } from "../../kernel/result.ts";
import type { Kind, ParseReason, Stored } from "./kind.ts";

/**
 * SQLite reads JSON that is nested 1,000 deep (https://www.sqlite.org/json1.html); some of it is left for the answer that
 * the value will stand in.
 */
const maxDepth = 900;

/** JSON as TEXT, minified. Any JSON value is a value, strings too. It compares as PostgreSQL's jsonb does. */
export const jsonKind: Kind = {
  name: "json",
  encoding: "json",
  postgresName: () => "jsonb",
  fromText(text) {
    try {
      return bounded(JSON.stringify(JSON.parse(text)));
    } catch {
      return err({ code: "22P02", message: "invalid input syntax for type json" });
    }
  },
  fromJson: (json) => bounded(JSON.stringify(json)),
};

function bounded(text: string): Result<Stored, ParseReason> {
  if (text.length <= maxDepth || depthOf(text) <= maxDepth) return ok(text);
  return err({ code: "54001", message: `json is nested more than ${maxDepth} deep` });
}

/** How deep JSON text is nested: brackets inside strings do not count. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}
