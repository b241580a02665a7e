import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";

/** JSON as TEXT, minified. Any JSON value is a value, strings too. */
export const jsonKind: Kind = {
  name: "json",
  encoding: "json",
  postgresName: () => "json",
  fromText(text) {
    try {
      return ok(JSON.stringify(JSON.parse(text)));
    } catch {
      return err({ code: "22P02", message: "invalid input syntax for type json" });
    }
  },
  fromJson: (json) => ok(JSON.stringify(json)),
};
