import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Row } from "../rules/evaluate.ts";
import type { AudienceClass } from "./audience-class.ts";
import { type Equalities, filterEqualities, isPersonal, ruleEqualities } from "./equalities.ts";
import { interestKey } from "./interest-key.ts";
import type { Interest } from "./live.ts";
import { compileMatch } from "./match.ts";
import type { InterestKey } from "./ports.ts";
import type { Subscriber } from "./subscriber.ts";
import type { Seen } from "./views.ts";

/** Everybody of one class who wants the same: what is decided for one is decided for all of them. */
export interface Audience {
  readonly key: string;
  readonly class: AudienceClass;
  readonly interest: Interest;
  /** As the interest's; the same object for equal sets. */
  readonly columns: ReadonlySet<string> | null;
  readonly matches: ((row: Row) => boolean) | null;
  /** By which changes are looked up, here and at the feed. */
  readonly keys: readonly InterestKey[];
  /** And by which of their interests they belong here. */
  readonly members: Map<Subscriber, readonly number[]>;
}

export function makeAudience(key: string, of: AudienceClass, interest: Interest): Result<Audience, Failure> {
  const { where } = interest;
  const matches = where === null ? ok(null) : compileMatch(where.filter, where.arguments);
  if (!matches.ok) return matches;
  const keys = interestKeys(of, interest);
  return ok({ key, class: of, interest, columns: interest.columns, matches: matches.value, keys, members: new Map() });
}

/** Equal texts for audiences that are one. */
export function audienceKey(of: AudienceClass, { operations, where, leaving = false, columns }: Interest): string {
  const wanted = [[...operations].sort(), leaving, columns === null ? null : [...columns].sort(), where];
  return `${of.key} ${JSON.stringify(wanted, nameOfColumn)}`;
}

function nameOfColumn(member: string, value: unknown): unknown {
  return member === "column" && typeof value === "object" && value !== null && "name" in value ? value.name : value;
}

/** Whether the change is one that the audience wants. */
export function wants({ interest, matches }: Audience, { operation, was, is }: Seen): boolean {
  if (!interest.operations.has(operation)) return false;
  if (matches === null) return true;
  if (is !== null && matches(is)) return true;
  return was !== null && (operation === "DELETE" || interest.leaving === true) && matches(was);
}

/** A rule that tells people apart narrows better than a filter, and any filter better than other rules. */
function interestKeys({ view, principal }: AudienceClass, { where }: Interest): readonly InterestKey[] {
  const { collection, rows } = view.source;
  const byRule = ruleEqualities(rows, principal);
  const byFilter = where === null ? null : filterEqualities(where.filter, where.arguments);
  const best: Equalities = isPersonal(rows) ? (byRule ?? byFilter) : (byFilter ?? byRule);
  if (best === null) return [interestKey(collection.name, null)];
  return [...new Set(best.map((equality) => interestKey(collection.name, equality)))];
}
