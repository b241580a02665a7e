import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";
import { invalid } from "./parse.ts";

/** PostgreSQL's spellings: https://www.postgresql.org/docs/current/datatype-boolean.html */
const spellings = new Map<string, number>(
  [
    ["true", "tru", "tr", "t", "yes", "ye", "y", "on", "1"],
    ["false", "fals", "fal", "fa", "f", "no", "n", "off", "of", "0"],
  ].flatMap((words, index) => words.map((word): [string, number] => [word, 1 - index])),
);

/** INTEGER 0 or 1; true and false in JSON. */
export const booleanKind: Kind = {
  name: "boolean",
  encoding: "boolean",
  postgresName: () => "boolean",
  fromText(text, type) {
    const found = spellings.get(text.trim().toLowerCase());
    return found === undefined ? err(invalid(type, text)) : ok(found);
  },
};
