import { timestampText } from "../schema/kinds/timestamp.ts";
import { abort } from "../sql/abort.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { integer, type SqlValue, sql, value } from "../sql/fragment.ts";
import type { Claim } from "./key.ts";

/** An answer that is given again: what stands in it, and nothing of the one request that it was first given to. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * - other: the key was used for another request
 * - running: the write took effect, and its answer is on its way
 * - lost: the write took effect, and its answer is gone or was never kept
 * - begun: a function's call has begun, and nobody knows how it ended
 */
export type Found =
  | { readonly kind: "other" | "running" | "lost" | "begun" }
  | { readonly kind: "answer"; readonly answer: Answer };

/** Of headers and body together, in characters: D1 holds a value to 2 MB, and a database is no place for more. */
const maxAnswerLength = 500_000;

/** How long an answer may be on its way. A request of a Worker rarely lives so long. */
const maxRunMs = 30_000;

/** A guard for the write's batch: ends it where the key is there. */
export function claimKey({ principal, key, fingerprint }: Claim): Statement {
  return statement(sql`insert into "_perigee_idempotency" ("principal", "key", "fingerprint")
values (${value(principal)}, ${value(key)}, ${value(fingerprint)})
on conflict ("principal", "key") do update set "status" = case when excluded."key" is not null then ${abort("replay")} end`);
}

/**
 * Takes the key before what it stands for has begun, unless it is there. The token tells whose it is; it stands where the
 * answer's headers will. Harmless to run twice.
 */
export function beginKey({ principal, key, fingerprint }: Claim, token: string): Statement {
  return statement(sql`insert into "_perigee_idempotency" ("principal", "key", "fingerprint", "headers")
values (${value(principal)}, ${value(key)}, ${value(fingerprint)}, ${value(token)}) on conflict do nothing`);
}

/** Gives back a key that was begun with this token and has no answer. */
export function dropKey({ principal, key }: Claim, token: string): Statement {
  return statement(sql`delete from "_perigee_idempotency" where "principal" = ${value(principal)}
and "key" = ${value(key)} and "headers" = ${value(token)} and "status" is null`);
}

export function findKey({ principal, key }: Claim): Statement {
  return statement(sql`select "fingerprint", "status", "headers", "body", "created_at" from "_perigee_idempotency"
where "principal" = ${value(principal)} and "key" = ${value(key)}`);
}

/** Puts the answer to its key. Harmless to run twice. A write that needed no batch has no row yet. */
export function keepAnswer({ principal, key, fingerprint }: Claim, answer: Answer): Statement {
  const headers = JSON.stringify(answer.headers);
  const isShort = headers.length + (answer.body?.length ?? 0) <= maxAnswerLength;
  const status = integer(isShort ? answer.status : 0);
  return statement(sql`insert into "_perigee_idempotency" ("principal", "key", "fingerprint", "status", "headers", "body")
values (${value(principal)}, ${value(key)}, ${value(fingerprint)}, ${status}, ${value(isShort ? headers : null)},
  ${value(isShort ? answer.body : null)})
on conflict ("principal", "key") do update set
  "status" = excluded."status", "headers" = excluded."headers", "body" = excluded."body"
where "status" is null and "fingerprint" = excluded."fingerprint"`);
}

/** Null where the key is not there. */
export function readFound(
  row: Readonly<Record<string, SqlValue>> | undefined,
  { fingerprint }: Claim,
  nowMs: number,
): Found | null {
  if (row === undefined) return null;
  if (row.fingerprint !== fingerprint) return { kind: "other" };
  if (row.status === null) {
    if (Date.parse(String(row.created_at)) > nowMs - maxRunMs) return { kind: "running" };
    return { kind: row.headers === null ? "lost" : "begun" };
  }
  if (row.status === 0) return { kind: "lost" };
  const headers: Record<string, string> = JSON.parse(String(row.headers));
  const body = row.body === null ? null : String(row.body);
  return { kind: "answer", answer: { status: Number(row.status), headers, body } };
}

export interface Begun {
  readonly claim: Claim;
  readonly token: string;
  readonly nowMs: number;
}

/** As `readFound`, after `beginKey`; null where the key is now this request's own. */
export function readBegun(row: Parameters<typeof readFound>[0], { claim, token, nowMs }: Begun): Found | null {
  const isOwn = row !== undefined && row.status === null && row.headers === token;
  return isOwn ? null : readFound(row, claim, nowMs);
}

/** Deletes the keys from before a moment, at most `maxRows`. */
export function pruneKeys(olderThanMs: number, maxRows: number): Statement {
  return statement(sql`delete from "_perigee_idempotency" where rowid in (select rowid from "_perigee_idempotency"
  where "created_at" < ${value(timestampText(olderThanMs))} limit ${integer(maxRows)})`);
}
