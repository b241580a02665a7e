import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";
import { invalid } from "./parse.ts";

const shape = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** TEXT, lower case with hyphens (RFC 9562 section 4), so that equal values are equal text. */
export const uuidKind: Kind = {
  name: "uuid",
  encoding: "plain",
  postgresName: () => "uuid",
  fromText(text, type) {
    const found = shape.exec(text.trim());
    if (found === null || text.includes("{") !== text.includes("}")) return err(invalid(type, text));
    return ok(found.slice(1).join("-").toLowerCase());
  },
};
