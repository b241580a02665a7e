import type { ReadPlan } from "../plan/read.ts";
import type { Slot } from "../plan/slot.ts";
import type { Model } from "../schema/model.ts";
import type { Statement, Template } from "../sql/compile.ts";
import type { OnWrite } from "./announce.ts";
import type { Consistency } from "./ports.ts";
import type { Context, ReadAnswer } from "./request.ts";
import { later, sharedAnswers } from "./shared-answers.ts";

/** A read that may be shared: the kept answer, or what keeps the one to come. */
export type Ticket =
  | { readonly answer: ReadAnswer; readonly keep: null }
  | { readonly answer: null; readonly keep: (answer: ReadAnswer) => ReadAnswer };

/** The answers that anybody may share, by the definition's `cache`. */
export interface Share {
  /** Null where the answer is the caller's own. */
  readonly ticket: (plan: ReadPlan, statement: Statement, context: Context) => Ticket | null;
  readonly onWrite: OnWrite;
}

export interface ShareOptions {
  readonly model: Model;
  /** Default `Date.now`. */
  readonly clock?: () => number;
  /** Default 16 million: 16 to 32 MB of an isolate's 128. */
  readonly maxCharacters?: number;
}

/**
 * Null where no collection declares `cache`. What is kept is found by the bound statement itself, its text and every
 * parameter but the moment: whoever asks, the database would be asked the same. Only the anonymous get and give such
 * answers, and only where every table of the statement, those of rules included, declares `cache`.
 */
export function createShare({ model, clock = Date.now, maxCharacters = 16_000_000 }: ShareOptions): Share | null {
  if (![...model.collections.values()].some(({ cache }) => cache !== null)) return null;
  const answers = sharedAnswers(maxCharacters);
  const terms = new WeakMap<Template<Slot>, Terms | null>();
  const effects = effectsOf(model);

  function termsOf({ statement, form }: ReadPlan): Terms | null {
    const known = terms.get(statement);
    if (known !== undefined) return known;
    const made = form === "array" ? resolveTerms(model, statement) : null;
    terms.set(statement, made);
    return made;
  }

  return {
    ticket(plan, statement, { principal, consistency }) {
      if (principal.role !== "anon" || principal.id !== null || principal.sessionId !== null) return null;
      const agreed = termsOf(plan);
      if (agreed === null) return null;
      const { collections, maxAgeSeconds, staleWhileRevalidateSeconds, moments } = agreed;
      const key = keyOf(statement, moments);
      const nowMs = clock();
      const kept = answers.get(key, nowMs);
      const sharing = { maxAgeSeconds, staleWhileRevalidateSeconds };
      if (kept !== null && isNewEnough(kept.bookmark, consistency)) {
        if (consistency !== undefined) consistency.reached = kept.bookmark;
        const ageSeconds = Math.floor((nowMs - kept.readAtMs) / 1000);
        return { answer: { ...kept.answer, sharing: { ...sharing, ageSeconds } }, keep: null };
      }
      readSince(consistency, answers.changedAt(collections));
      const mark = answers.mark();
      const keep = (answer: ReadAnswer): ReadAnswer => {
        const times = { readAtMs: nowMs, goodUntilMs: nowMs + maxAgeSeconds * 1000 };
        answers.set(key, { answer, collections, ...times, bookmark: consistency?.reached ?? null }, mark);
        return { ...answer, sharing: { ...sharing, ageSeconds: 0 } };
      };
      return { answer: null, keep };
    },
    onWrite(tables, bookmark) {
      const changed = new Set<string>();
      for (const table of tables) for (const name of effects.get(table) ?? []) changed.add(name);
      if (changed.size > 0) answers.drop(changed, bookmark);
    },
  };
}

interface Terms {
  readonly collections: readonly string[];
  readonly maxAgeSeconds: number;
  readonly staleWhileRevalidateSeconds: number | null;
  /** The places of parameters that are the moment of the request. */
  readonly moments: ReadonlySet<number>;
}

/** The shortest of the terms of all tables; null where one of them has none. */
function resolveTerms(model: Model, { names, holes }: Template<Slot>): Terms | null {
  const collections = [...names].flatMap((name) => model.collections.get(name) ?? []);
  const caches = collections.flatMap(({ cache }) => cache ?? []);
  if (caches.length === 0 || caches.length < collections.length) return null;
  const stale = caches.map((cache) => cache.staleWhileRevalidateSeconds ?? 0);
  const moments = holes.flatMap((hole, index) => (hole.kind === "slot" && hole.slot.kind === "now" ? [index] : []));
  return {
    collections: collections.map(({ name }) => name),
    maxAgeSeconds: Math.min(...caches.map((cache) => cache.maxAgeSeconds)),
    staleWhileRevalidateSeconds: Math.min(...stale) || null,
    moments: new Set(moments),
  };
}

function keyOf({ sql, params }: Statement, moments: ReadonlySet<number>): string {
  const asked = moments.size === 0 ? params : params.map((param, index) => (moments.has(index) ? null : param));
  return `${sql}\n${JSON.stringify(asked)}`;
}

function isNewEnough(bookmark: string | null, consistency: Consistency | undefined): boolean {
  if (consistency === undefined || typeof consistency.from === "string") return true;
  return bookmark !== null && bookmark >= consistency.from.bookmark;
}

/** A copy that lags behind must not bring back what a write through this isolate has changed. */
function readSince(consistency: Consistency | undefined, bookmark: string | null): void {
  if (consistency === undefined || bookmark === null || consistency.from === "primary") return;
  const asked = consistency.from === "nearest" ? null : consistency.from.bookmark;
  consistency.from = { bookmark: later(asked, bookmark) ?? bookmark };
}

/**
 * The collections whose rows a write to a table can change: itself, and those whose foreign keys lead to it, since a
 * cascade may follow them. Deleting users may reach any collection.
 */
function effectsOf(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  const effects = new Map<string, Set<string>>();
  for (const name of model.collections.keys()) {
    const reached = new Set([name]);
    for (const target of reached) {
      for (const { name: source, foreignKeys } of model.collections.values()) {
        if (foreignKeys.some((key) => key.target === target)) reached.add(source);
      }
    }
    effects.set(name, reached);
  }
  effects.set("auth_users", new Set(model.collections.keys()));
  return effects;
}
