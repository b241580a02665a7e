import type { Row } from "../rules/evaluate.ts";
import type { Encoding, Stored } from "../schema/kinds/kind.ts";
import type { Collection } from "../schema/model.ts";
import { realText } from "./number-text.ts";

/**
 * A row in stored form, as the change log has it, as the JSON text that REST gives of it: its columns in their order, those
 * that are not there left out. The text keeps the digits of big integers, which a JavaScript number would lose.
 */
export function rowJson(row: Row, { columns }: Collection): string {
  const members: string[] = [];
  for (const { name, type } of columns.values()) {
    const stored = row[name];
    if (stored !== undefined) members.push(`${JSON.stringify(name)}:${valueJson(stored, type.kind.encoding)}`);
  }
  return `{${members.join(",")}}`;
}

/** The JSON text of one stored value: what `plan/encode.ts` has the database make. */
export function valueJson(stored: Stored, encoding: Encoding): string {
  return stored === null ? "null" : encoders[encoding](stored);
}

type Encode = (stored: Exclude<Stored, null>) => string;

const encoders: Readonly<Record<Encoding, Encode>> = {
  plain: (stored) => {
    if (typeof stored === "string") return JSON.stringify(stored);
    return typeof stored === "bigint" || Number.isSafeInteger(stored) ? String(stored) : realText(stored);
  },
  real: (stored) => {
    if (typeof stored !== "number") return encoders.plain(stored);
    const short = realText(stored);
    return Number(short) === stored ? short : realText(stored, 17);
  },
  boolean: (stored) => (stored === 1 ? "true" : stored === 0 ? "false" : "null"),
  json: (stored) => documentJson(String(stored)),
  "epoch-seconds": (stored) => momentJson(Number(stored) * 1000, 19),
  "epoch-millis": (stored) => momentJson(Number(stored), 23),
  hex: (stored) => JSON.stringify(`\\x${String(stored).toLowerCase()}`),
};

/** A row typed by hand may hold what is not JSON: it comes out as a string. */
function documentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return JSON.stringify(text);
  }
  return /\s/.test(text) ? text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1") : text;
}

/** Null for what SQLite has no date for: years are 0 to 9999. */
function momentJson(millis: number, length: number): string {
  const date = new Date(millis);
  const year = Number.isNaN(date.getTime()) ? -1 : date.getUTCFullYear();
  if (year < 0 || year > 9999) return "null";
  const text = date.toISOString().slice(0, length);
  return `"${length > 19 ? text.replace(/\.?0+$/, "") : text}+00:00"`;
}
