import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";
import { invalid } from "./parse.ts";

/** BLOB; in JSON PostgreSQL's hex form, `\x48656c6c6f`. */
export const bytesKind: Kind = {
  name: "bytes",
  encoding: "hex",
  postgresName: () => "bytea",
  fromText(text, type) {
    const found = /^\\x((?:[0-9a-f]{2})*)$/i.exec(text.trim());
    return found?.[1] === undefined ? err(invalid(type, text)) : ok(found[1].toUpperCase());
  },
};
