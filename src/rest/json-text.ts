import { parseExact } from "../kernel/exact-json.ts";
import type { Json } from "../kernel/json.ts";

/** An integer that a double cannot hold, by its digits. */
class BigNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

type Parsed = Json | BigNumber | readonly Parsed[] | { readonly [key: string]: Parsed };

/**
 * Parses JSON; undefined where it is none. An integer past 2^53 that is a row's own value comes as the text of its
 * digits, so that none are lost; deeper in a value it is a double, as in JavaScript.
 */
export function parseRowsJson(text: string): Json | undefined {
  try {
    let hasLarge = false;
    const parsed = parseExact(text, (digits) => {
      hasLarge = true;
      return new BigNumber(digits);
    }) as Parsed;
    if (!hasLarge) return parsed as Json;
    return Array.isArray(parsed) ? parsed.map(rowDigits) : rowDigits(parsed);
  } catch {
    return undefined;
  }
}

function rowDigits(row: Parsed): Json {
  if (typeof row !== "object" || row === null || row instanceof BigNumber || Array.isArray(row)) return plain(row);
  return mapMembers(row, (member) => (member instanceof BigNumber ? member.digits : plain(member)));
}

function plain(value: Parsed): Json {
  if (value instanceof BigNumber) return Number(value.digits);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) return mapMembers(value, plain);
  return value;
}

function mapMembers(value: object, map: (member: Parsed) => Json): Json {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member)]));
}
