import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { CountKind } from "../query/read.ts";
import { remembered } from "./memo.ts";

/** RFC 7240. Source: https://docs.postgrest.org/en/v14/references/api/preferences.html */
export interface Preferences {
  readonly resolution: "merge-duplicates" | "ignore-duplicates" | null;
  readonly missing: "default" | "null" | null;
  readonly return: "minimal" | "headers-only" | "representation" | null;
  readonly count: CountKind | null;
  /** Rollback: the write is answered and not kept. Null where the server does not allow to choose. */
  readonly transaction: "commit" | "rollback" | null;
  readonly handling: "strict" | "lenient" | null;
  readonly timezone: string | null;
  readonly maxAffected: number | null;
  /** What nobody knows; an error with `handling=strict`. */
  readonly invalid: readonly string[];
}

export type PreferenceName = Exclude<keyof Preferences, "invalid">;

const none: Preferences = {
  resolution: null,
  missing: null,
  return: null,
  count: null,
  transaction: null,
  handling: null,
  timezone: null,
  maxAffected: null,
  invalid: [],
};

/** What each preference may be; an entry in this table is all that one needs. */
const known: ReadonlyMap<string, Partial<Preferences>> = new Map<string, Partial<Preferences>>([
  ["resolution=merge-duplicates", { resolution: "merge-duplicates" }],
  ["resolution=ignore-duplicates", { resolution: "ignore-duplicates" }],
  ["missing=default", { missing: "default" }],
  ["missing=null", { missing: "null" }],
  ["return=minimal", { return: "minimal" }],
  ["return=headers-only", { return: "headers-only" }],
  ["return=representation", { return: "representation" }],
  ["count=exact", { count: "exact" }],
  ["count=planned", { count: "planned" }],
  ["count=estimated", { count: "estimated" }],
  ["handling=strict", { handling: "strict" }],
  ["handling=lenient", { handling: "lenient" }],
  ["tx=commit", { transaction: "commit" }],
  ["tx=rollback", { transaction: "rollback" }],
  // Times are always given in UTC; another zone is not available.
  ["timezone=UTC", { timezone: "UTC" }],
  ["timezone=Etc/UTC", { timezone: "Etc/UTC" }],
  ["timezone=GMT", { timezone: "GMT" }],
]);

/** Of a preference that stands there twice the first counts. */
export function parsePreferences(header: string): Preferences {
  let preferences: Partial<Preferences> = {};
  const invalid: string[] = [];
  for (const part of header.split(",")) {
    const text = part.trim();
    if (text === "") continue;
    const found = known.get(text) ?? maxAffected(text);
    if (found === null) invalid.push(text);
    else preferences = { ...found, ...preferences };
  }
  return { ...none, ...preferences, invalid };
}

const parsed = remembered(parsePreferences);

/** The preferences of a request. Without `transactions`, `tx` is known and without effect (PostgREST's `db-tx-end`). */
export function preferencesOf(header: string | null, transactions: boolean): Preferences {
  const preferences = header === null ? none : parsed(header);
  return transactions || preferences.transaction === null ? preferences : { ...preferences, transaction: null };
}

/** PGRST122 where something unknown stands beside `handling=strict`. */
export function checkPreferences(preferences: Preferences): Result<null, Failure> {
  if (preferences.handling !== "strict" || preferences.invalid.length === 0) return ok(null);
  return err(
    failure("PGRST122", "Invalid preferences given with handling=strict", {
      details: `Invalid preferences: ${preferences.invalid.join(", ")}`,
    }),
  );
}

/** Where the header has another word for it. */
const headerNames: Readonly<Partial<Record<PreferenceName, string>>> = {
  maxAffected: "max-affected",
  transaction: "tx",
};

/** `Preference-Applied`, of the preferences that had a part in the answer; null for none. */
export function appliedHeader(preferences: Preferences, names: readonly PreferenceName[]): string | null {
  const applied = names.flatMap((name) => {
    const value = preferences[name];
    const unused = value === null || (name === "maxAffected" && preferences.handling !== "strict");
    return unused ? [] : [`${headerNames[name] ?? name}=${value}`];
  });
  return applied.length === 0 ? null : applied.join(", ");
}

function maxAffected(text: string): Partial<Preferences> | null {
  const found = /^max-affected=(.*)$/.exec(text);
  if (found === null) return null;
  return /^-?\d+$/.test(found[1] ?? "") ? { maxAffected: bounded(Number(found[1])) } : {};
}

/** More digits than a number has are as good as none: SQL takes whole numbers. */
function bounded(count: number): number {
  return Math.max(Math.min(count, Number.MAX_SAFE_INTEGER), Number.MIN_SAFE_INTEGER);
}
