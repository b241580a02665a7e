import { parseExact } from "../kernel/exact-json.ts";
import type { JsonStep } from "../query/read.ts";
import { compareStored } from "../rules/compare-stored.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { realText } from "./number-text.ts";

// JSON values in memory as `plan/operators/document.ts` has them in SQL: compared as PostgreSQL compares jsonb.

/** A JSON value; whole numbers beyond 2^53 are `bigint`. */
export type Document = null | boolean | number | bigint | string | readonly Document[] | Members;
export type Members = { readonly [key: string]: Document };

/** Undefined for what is no JSON: there is nothing at any place of it. */
export function parseDocument(stored: Stored): Document | undefined {
  if (stored === null) return undefined;
  try {
    return parseExact(String(stored), integer) as Document;
  } catch {
    return undefined;
  }
}

/** As SQLite has them: beyond 64 bits it is a double. */
function integer(digits: string): bigint | number {
  const whole = BigInt(digits);
  return BigInt.asIntN(64, whole) === whole ? whole : Number(digits);
}

/** Undefined where there is nothing at the place. */
export function documentAt(document: Document | undefined, path: readonly JsonStep[]): Document | undefined {
  let found = document;
  for (const step of path) {
    if (found === undefined) return undefined;
    if (step.kind === "index") found = isList(found) ? found.at(step.index) : undefined;
    else found = isMembers(found) && Object.hasOwn(found, step.key) ? found[step.key] : undefined;
  }
  return found;
}

/** As text, `->>`: NULL for JSON's null. */
export function documentText(document: Document | undefined): string | null {
  if (document === undefined || document === null) return null;
  if (typeof document === "string") return document;
  if (typeof document === "number") return Number.isSafeInteger(document) ? String(document) : realText(document);
  if (typeof document === "object") return jsonText(document);
  return String(document);
}

/** With all the digits of big integers. */
export function jsonText(document: Document): string {
  if (isList(document)) return `[${document.map(jsonText).join(",")}]`;
  if (typeof document === "bigint") return String(document);
  if (!isMembers(document)) return JSON.stringify(document);
  const members = Object.entries(document).map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`);
  return `{${members.join(",")}}`;
}

/** A value as `json_each` has it: what SQL compares. */
export function sqlValue(document: Document): Stored {
  if (typeof document === "boolean") return document ? 1 : 0;
  return typeof document === "object" && document !== null ? jsonText(document) : document;
}

export function documentsEqual(left: Document, right: Document): boolean {
  if (isList(left)) {
    if (!isList(right) || left.length !== right.length) return false;
    return left.every((item, index) => documentsEqual(item, right[index] ?? null));
  }
  if (isMembers(left)) {
    if (!isMembers(right) || isList(right)) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    return keys.every((key) => Object.hasOwn(right, key) && documentsEqual(left[key] ?? null, right[key] ?? null));
  }
  if (isContainer(right)) return false;
  return rank(left) === rank(right) && scalarOrder(left, right) === 0;
}

/** Less than, equal to or greater than zero; the right one is a scalar. */
export function documentOrder(left: Document, right: Document): number {
  const difference = rank(left) - rank(right);
  return difference !== 0 ? difference : scalarOrder(left, right);
}

function scalarOrder(left: Document, right: Document): number {
  return compareStored(sqlValue(left) ?? 0, sqlValue(right) ?? 0);
}

/** PostgreSQL's order of jsonb. That an empty array is before everything is a quirk that it keeps. */
function rank(document: Document): number {
  if (document === null) return 1;
  if (isList(document)) return document.length === 0 ? 0 : 5;
  switch (typeof document) {
    case "string":
      return 2;
    case "boolean":
      return 4;
    case "object":
      return 6;
    default:
      return 3;
  }
}

/** `whole @> part`. */
export function documentContains(whole: Document, part: Document): boolean {
  // An array holds a scalar too, though no scalar holds an array.
  if (isList(whole) && !isContainer(part)) return whole.some((item) => isSame(item, part));
  return holds(whole, part);
}

function holds(whole: Document, part: Document): boolean {
  if (isList(part)) return isList(whole) && part.every((item) => whole.some((other) => holds(other, item)));
  if (isMembers(part)) {
    if (!isMembers(whole)) return false;
    return Object.keys(part).every((key) => Object.hasOwn(whole, key) && holds(whole[key] ?? null, part[key] ?? null));
  }
  return isSame(whole, part);
}

function isSame(value: Document, scalar: Document): boolean {
  return !isContainer(value) && documentsEqual(value, scalar);
}

function isContainer(document: Document): boolean {
  return typeof document === "object" && document !== null;
}

export function isList(document: Document): document is readonly Document[] {
  return Array.isArray(document);
}

export function isMembers(document: Document): document is Members {
  return isContainer(document) && !isList(document);
}
