import { err, ok } from "../../kernel/result.ts";
import type { Kind } from "./kind.ts";
import { invalid } from "./parse.ts";

/** TEXT `YYYY-MM-DD`. A timestamp's date part is taken, as PostgreSQL does. */
export const dateKind: Kind = {
  name: "date",
  encoding: "plain",
  postgresName: () => "date",
  fromText(text, type) {
    const found =
      /^(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(
        text.trim(),
      );
    if (found === null) return err({ ...invalid(type, text), code: "22007" });
    const [, year, month, day] = found;
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (date.getUTCDate() !== Number(day) || date.getUTCMonth() + 1 !== Number(month) || Number(year) < 100) {
      return err({ code: "22008", message: `date/time field value out of range: "${text.slice(0, 200)}"` });
    }
    return ok(`${year}-${month}-${day}`);
  },
};

/** TEXT `HH:MM:SS[.ffffff]`. */
export const timeKind: Kind = {
  name: "time",
  encoding: "plain",
  postgresName: () => "time without time zone",
  fromText(text, type) {
    const found = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text.trim());
    if (found === null) return err({ ...invalid(type, text), code: "22007" });
    const [, hour, minute, second = "00", fraction = ""] = found;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
      return err({ code: "22008", message: `date/time field value out of range: "${text.slice(0, 200)}"` });
    }
    const decimals = fraction.replace(/0+$/, "");
    return ok(`${hour}:${minute}:${second}${decimals === "" ? "" : `.${decimals}`}`);
  },
};
