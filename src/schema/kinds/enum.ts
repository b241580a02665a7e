import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";

/** `text({ enum: [...] })`: TEXT, one of the declared values. */
export const enumKind: Kind = {
  name: "enum",
  encoding: "plain",
  postgresName: () => "text",
  fromText(text, type) {
    if (type.values?.includes(text)) return ok(text);
    const allowed = (type.values ?? []).join(", ");
    return err({
      code: "22P02",
      message: `invalid input value for enum: "${text.slice(0, 200)}" (one of: ${allowed})`,
    });
  },
};
