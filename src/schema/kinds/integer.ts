import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";
import { invalid, outOfRange } from "./parse.ts";

const shape = /^\s*[+-]?\d+\s*$/;

/** INTEGER within ±(2^53 − 1), so that JavaScript reads what was written. */
export const integerKind: Kind = {
  name: "integer",
  encoding: "plain",
  postgresName: () => "integer",
  fromText(text, type) {
    if (!shape.test(text)) return err(invalid(type, text));
    const number = Number(text);
    return Number.isSafeInteger(number) ? ok(number === 0 ? 0 : number) : err(outOfRange(type, text));
  },
};

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** INTEGER of 64 bits. JSON carries all of its digits; JavaScript clients lose those past 2^53. */
export const bigintKind: Kind = {
  name: "bigint",
  encoding: "plain",
  postgresName: () => "bigint",
  fromText(text, type) {
    if (!shape.test(text)) return err(invalid(type, text));
    if (text.trim().length > 24) return err(outOfRange(type, text));
    const number = BigInt(text.trim().replace(/^\+/, ""));
    if (number < least || number > most) return err(outOfRange(type, text));
    const small = Number(number);
    return ok(Number.isSafeInteger(small) ? small : number);
  },
};
