import type { BatchOptions, Consistency, Database, ResultSet } from "../engine/ports.ts";
import { DatabaseError, type DatabaseErrorKind } from "../kernel/database-error.ts";
import { delay } from "../kernel/delay.ts";
import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

export interface D1Options {
  /** How often a retried batch is run at most, the first time included. Default 4. */
  readonly maxAttempts?: number;
  /** The wait before the second attempt; it doubles, and each is spread over 50-100 % of itself. Default 25. */
  readonly firstDelayMs?: number;
}

/** D1 as the engine's database. A batch is one transaction and one round trip. */
export function d1Database(binding: D1Database, options: D1Options = {}): Database {
  const maxAttempts = options.maxAttempts ?? 4;
  const firstDelayMs = options.firstDelayMs ?? 25;

  // What may not be run twice is a write, and writes happen at the primary alone. Where a copy failed, the primary helps:
  // it is as new as any bookmark.
  function sessionOf({ retry, consistency }: BatchOptions, isFirst: boolean): D1DatabaseSession | null {
    if (consistency === undefined) return null;
    return binding.withSession(retry && isFirst ? constraintOf(consistency) : "first-primary");
  }

  return {
    async batch(statements: readonly Statement[], options: BatchOptions): Promise<readonly ResultSet[]> {
      for (let tried = 1; ; tried++) {
        try {
          const session = sessionOf(options, tried === 1);
          const at = session ?? binding;
          const prepared = statements.map(({ sql, params }) => at.prepare(sql).bind(...params));
          const [only] = prepared;
          const isSingle = only !== undefined && prepared.length === 1;
          const results = isSingle ? [await only.all<Row>()] : await at.batch<Row>(prepared);
          if (session !== null && options.consistency !== undefined)
            options.consistency.reached = session.getBookmark();
          return results.map(resultSet);
        } catch (thrown) {
          const error = databaseError(thrown);
          if (!options.retry || error.kind !== "transient" || tried >= maxAttempts) throw error;
          await delay(firstDelayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
        }
      }
    },
  };
}

type Row = Record<string, SqlValue>;

/** Source: https://developers.cloudflare.com/d1/best-practices/read-replication/#sessions-api-examples */
function constraintOf({ from }: Consistency): string {
  if (from === "primary") return "first-primary";
  return from === "nearest" ? "first-unconstrained" : from.bookmark;
}

function resultSet(result: D1Result<Row>): ResultSet {
  return { rows: result.results, changes: result.meta.changes, durationMs: result.meta.duration };
}

/**
 * D1 puts SQLite's extended code at the end of its messages.
 * Source: https://developers.cloudflare.com/d1/observability/debug-d1/#error-list
 */
const kinds: readonly { readonly pattern: RegExp; readonly kind: DatabaseErrorKind }[] = [
  { pattern: /bad JSON path: 'perigee:/, kind: "abort" },
  {
    pattern: /constraint failed|SQLITE_CONSTRAINT|datatype mismatch|SQLITE_MISMATCH|malformed JSON/,
    kind: "constraint",
  },
  { pattern: /SQLITE_TOOBIG|too big/i, kind: "size" },
  {
    pattern:
      /pattern too complex|Expression tree is too large|parser stack overflow|too many SQL variables|too many (?:terms|columns)|at most \d+ tables|Statement too long/i,
    kind: "limit",
  },
  {
    pattern:
      /overloaded|Network connection lost|reset because|storage caused object to be reset|Cannot resolve D1 DB|SQLITE_BUSY|Internal error in D1|exceeded timeout|memory limit/i,
    kind: "transient",
  },
  // Never SQLite's own messages: a table may be called so.
  { pattern: /^(?!.*SQLITE_).*(?:bookmark|commit token)/i, kind: "bookmark" },
];

function databaseError(thrown: unknown): DatabaseError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const kind = kinds.find((each) => each.pattern.test(message))?.kind ?? "fault";
  return new DatabaseError(kind, message, { cause: thrown });
}
