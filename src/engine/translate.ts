import type { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Write } from "../query/write.ts";
import type { Collection } from "../schema/model.ts";
import { abortReason } from "../sql/abort.ts";
import { keyTaken, preconditionFailed } from "./guard.ts";

/** What was being written when the database refused. */
export interface WriteAttempt {
  readonly write: Write;
  /** The cells of the rows, in the order of the write's columns. */
  readonly rows: readonly (readonly (Json | undefined)[])[];
  /** What is known of it beyond its text: the key that is taken, the row that failed. */
  readonly found?: { readonly key?: string | null; readonly row?: string | null };
}

/** A refusal of the database in PostgreSQL's codes and words. Its own message never gets out. */
export function databaseFailure(error: DatabaseError, attempt: WriteAttempt | null): Failure {
  switch (error.kind) {
    case "abort":
      return abortFailure(error.message);
    case "constraint":
      return constraintFailure(error.message, attempt);
    case "transient":
      return failure("PER503", "the database is busy, try again", { headers: { "retry-after": "1" } });
    case "size":
      return failure("54000", "the answer or a value in it is too large for the database");
    case "limit":
      return failure("54000", "the request is too complex for the database");
    case "bookmark":
      return failure("PER020", "the bookmark names no state of this database");
    case "sealed":
      return failure("PER040", error.message);
    case "fault":
      return failure("PER500", "internal error");
  }
}

/** The session's end as the caller is told it: RFC 6750, section 3.1. */
export const sessionEnded: Failure = failure("PGRST301", "the session has ended", {
  headers: { "www-authenticate": 'Bearer error="invalid_token", error_description="the session has ended"' },
});

/** PostgreSQL's `program_limit_exceeded`. */
export function tooLong(mostBytes: number): Failure {
  return failure("54000", "the answer is too long", {
    details: `It has more than ${mostBytes} bytes (limits.maxAnswerBytes).`,
    hint: "Ask for fewer rows with limit, or for fewer columns and embedded rows with select.",
  });
}

/** `integer:baz`: what stands behind the first colon could not be read as the type before it. */
function badCast(detail: string): Failure {
  const end = detail.indexOf(":");
  const type = detail.slice(0, end);
  if (type === "json") return failure("22P02", "invalid input syntax for type json");
  const code = type === "date" || type.startsWith("timestamp") ? "22007" : "22P02";
  return failure(code, `invalid input syntax for type ${type}: "${detail.slice(end + 1)}"`);
}

function abortFailure(message: string): Failure {
  const reason = abortReason(message) ?? "";
  const [kind = "", detail = ""] = [reason.split(":", 1)[0], reason.slice(reason.indexOf(":") + 1)];
  switch (kind) {
    case "session":
      return sessionEnded;
    case "replay":
      return keyTaken;
    case "match":
      return preconditionFailed;
    case "insert":
    case "update":
    case "hidden":
      return failure("42501", `new row violates row-level security policy for table "${detail}"`);
    case "rekey":
      return failure("0A000", `the key of a row of "${detail}" cannot be changed`, {
        details: "Encrypted values belong to the key of their row.",
      });
    case "count":
      return failure("PGRST116", "Cannot coerce the result to a single JSON object", {
        details: `The result contains ${detail} rows`,
      });
    case "cast":
      return badCast(detail);
    case "bytes":
      return tooLong(Number(detail));
    case "large":
      return failure("54000", "the answer is too large to be rolled back");
    case "most":
      return failure("PGRST124", "Query result exceeds max-affected preference constraint", {
        details: `The query affects ${detail} rows`,
      });
    default:
      return failure("PER500", "internal error");
  }
}

function constraintFailure(message: string, attempt: WriteAttempt | null): Failure {
  const collection = attempt?.write.collection ?? null;
  const unique = /UNIQUE constraint failed: ([^:]+)/.exec(message);
  if (unique?.[1] !== undefined) return uniqueFailure(unique[1].trim(), attempt);
  const missing = /NOT NULL constraint failed: ([^:]+)/.exec(message);
  if (missing?.[1] !== undefined) {
    const [table = "", ...column] = missing[1].trim().split(".");
    return failure(
      "23502",
      `null value in column "${column.join(".")}" of relation "${table}" violates not-null constraint`,
      failingRow(attempt),
    );
  }
  const check = /CHECK constraint failed: ([^:]+)/.exec(message);
  if (check?.[1] !== undefined) {
    const name = check[1].trim();
    return failure(
      "23514",
      `new row for relation "${collection?.name ?? ""}" violates check constraint "${name}"`,
      failingRow(attempt),
    );
  }
  if (message.includes("FOREIGN KEY constraint failed")) {
    return failure("23503", `write on table "${collection?.name ?? ""}" violates a foreign key constraint`);
  }
  if (message.includes("malformed JSON")) return failure("22P02", "invalid input syntax for type json");
  if (message.includes("datatype mismatch")) return failure("22P02", "invalid input syntax for a key of type integer");
  return failure("23514", `write on table "${collection?.name ?? ""}" violates a constraint`);
}

function failingRow(attempt: WriteAttempt | null): { readonly details: string | null } {
  const row = attempt?.found?.row ?? null;
  return { details: row === null ? null : `Failing row contains ${row}.` };
}

/** SQLite names the columns (`t.a, t.b`) or, for an index over expressions, the index. */
function uniqueFailure(subject: string, attempt: WriteAttempt | null): Failure {
  const { columns, index } = brokenUnique(subject);
  const collection = attempt?.write.collection ?? null;
  const name = index ?? uniqueName(collection, columns) ?? columns.join("_");
  const key = attempt === null ? null : (attempt.found?.key ?? keyText(attempt, columns));
  return failure("23505", `duplicate key value violates unique constraint "${name}"`, {
    details: key === null ? null : `Key ${key} already exists.`,
  });
}

interface BrokenUnique {
  readonly columns: readonly string[];
  /** Where the index is over expressions: its name. */
  readonly index: string | null;
}

function brokenUnique(subject: string): BrokenUnique {
  const index = /^index '(.+)'$/.exec(subject)?.[1] ?? null;
  return { index, columns: index === null ? subject.split(", ").map((name) => name.slice(name.indexOf(".") + 1)) : [] };
}

/** The columns of the unique set that a refusal names; null for another refusal. */
export function brokenKey(message: string): readonly string[] | null {
  const subject = /UNIQUE constraint failed: ([^:]+)/.exec(message)?.[1];
  return subject === undefined ? null : brokenUnique(subject.trim()).columns;
}

function uniqueName(collection: Collection | null, columns: readonly string[]): string | null {
  const found = collection?.uniques.find((set) => [...set.columns].sort().join() === [...columns].sort().join());
  return found?.name ?? null;
}

/** `(slug)=(hello)`, where one row was written and it gives all of the columns. */
function keyText(attempt: WriteAttempt, columns: readonly string[]): string | null {
  const [row, ...others] = attempt.rows;
  if (row === undefined || others.length > 0 || attempt.write.kind === "delete" || columns.length === 0) return null;
  const given = attempt.write.columns.map((column) => column.name);
  const values = columns.map((column) => row[given.indexOf(column)]);
  if (values.includes(undefined)) return null;
  const shown = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  return `(${columns.join(", ")})=(${shown.join(", ")})`;
}
