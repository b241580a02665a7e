import type { Database } from "./ports.ts";

/** Told after each batch that may have written: the tables named in its writes, and the state that it has reached. */
export type OnWrite = (tables: ReadonlySet<string>, bookmark: string | null) => void;

/**
 * The same database, whose writes are told of, whoever makes them: surfaces through the engine, and identities by
 * themselves. A batch that failed is told of too, since its answer may have been lost on the way.
 */
export function announcing(database: Database, onWrite: OnWrite): Database {
  return {
    async batch(statements, options) {
      const tables = new Set(statements.flatMap(({ sql }) => written(sql)));
      if (tables.size === 0) return database.batch(statements, options);
      const consistency = options.consistency ?? { from: "primary", reached: null };
      try {
        return await database.batch(statements, { ...options, consistency });
      } finally {
        onWrite(tables, consistency.reached);
      }
    },
  };
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
