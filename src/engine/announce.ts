import { hintAfter, wholeStretch } from "../changes/hint.ts";
import type { LogRow } from "../changes/ports.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { Statement } from "../sql/compile.ts";
import type { BatchOptions, Database, ResultSet } from "./ports.ts";

/**
 * Told after each batch that may have written: the tables named in its writes, the state that it has reached, and a stretch
 * of the change log that holds all that the batch has logged; null where that is not known.
 */
export type OnWrite = (tables: ReadonlySet<string>, bookmark: string | null, logged: readonly LogRow[] | null) => void;

/** Who is told of writes. */
export interface Hearer {
  readonly onWrite: OnWrite;
  /** A write begins. What is logged after this change is wanted along with it; null: nobody asks. */
  readonly onBegin: () => Watermark | null;
}

/**
 * The same database, whose writes are told of, whoever makes them: surfaces through the engine, and identities by
 * themselves. A batch that failed is told of too, since its answer may have been lost on the way.
 */
export function announcing(database: Database, { onWrite, onBegin }: Hearer): Database {
  return {
    batch(statements, options) {
      const tables = new Set(statements.flatMap(({ sql }) => written(sql)));
      return tables.size === 0 ? database.batch(statements, options) : write(tables, statements, options);
    },
  };

  async function write(
    tables: ReadonlySet<string>,
    statements: readonly Statement[],
    options: BatchOptions,
  ): Promise<readonly ResultSet[]> {
    const consistency = options.consistency ?? { from: "primary", reached: null };
    const asked = asking(statements, options, onBegin());
    let logged: readonly LogRow[] | null = null;
    try {
      const results = await database.batch(asked.statements, { ...options, consistency });
      if (asked.isAsking) logged = wholeStretch(results.at(-1)?.rows ?? []);
      return results.length > statements.length ? results.slice(0, statements.length) : results;
    } finally {
      onWrite(tables, consistency.reached, logged);
    }
  }
}

interface Asking {
  readonly statements: readonly Statement[];
  /** The rows of the last one are what is logged. */
  readonly isAsking: boolean;
}

/** Where the batch itself can tell what it logs, that is free; else one more statement asks. */
function asking(statements: readonly Statement[], { telling }: BatchOptions, after: Watermark | null): Asking {
  if (after === null) return { statements, isAsking: false };
  const all = telling === undefined ? [...statements, hintAfter(after)] : [...statements.slice(0, -1), telling];
  return { statements: all, isAsking: true };
}
const known = new Map<string, readonly string[]>();
const maxKnown = 2_000;

/** A statement's text is the same object whenever its plan is bound: it is looked at once. */
function written(sql: string): readonly string[] {
  let tables = known.get(sql);
  if (tables === undefined) {
    if (known.size >= maxKnown) known.clear();
    tables = writtenTables(sql);
    known.set(sql, tables);
  }
  return tables;
}

/** The tables that a statement of ours writes to; none for a read. */
function writtenTables(sql: string): readonly string[] {
  if (/^\s*select\b/i.test(sql)) return [];
  const found = sql.matchAll(/\b(into|update|delete\s+from)\s+"((?:[^"]|"")+)"/gi);
  return Array.from(found).flatMap(([, verb = "", quoted = ""]) => {
    const name = quoted.replaceAll('""', '"');
    if (!name.startsWith("auth_") || /^delete/i.test(verb)) return [name];
    // Of identities, only what is deleted can take rows of an application along; and this ends sessions (`auth/triggers.ts`).
    return name === "auth_users" && /"(?:role|banned_until)"/.test(sql) ? ["auth_sessions"] : [];
  });
}
