/** The statements of each round trip to the database, in order. */
export interface Recording {
  readonly batches: readonly (readonly string[])[];
  /** What each of D1's sessions was opened with: a constraint or a bookmark. */
  readonly sessions: readonly string[];
}

export interface RecordedDatabase {
  readonly binding: D1Database;
  /** What was sent since the last call. */
  readonly take: () => Recording;
}

const inner = Symbol("inner");

interface Wrapped {
  readonly sql: string;
  readonly [inner]: D1PreparedStatement;
}

/** A D1 binding that notes what goes through it. */
export function recordDatabase(real: D1Database): RecordedDatabase {
  let batches: (readonly string[])[] = [];
  let sessions: string[] = [];

  function wrap(sql: string, statement: D1PreparedStatement): D1PreparedStatement & Wrapped {
    const alone = <T>(run: () => T): T => {
      batches.push([sql]);
      return run();
    };
    const wrapped = {
      sql,
      [inner]: statement,
      bind: (...values: unknown[]) => wrap(sql, statement.bind(...values)),
      all: () => alone(() => statement.all()),
      run: () => alone(() => statement.run()),
      raw: () => alone(() => statement.raw()),
      first: () => alone(() => statement.first()),
    };
    return wrapped as unknown as D1PreparedStatement & Wrapped;
  }

  const around = (source: Pick<D1Database, "prepare" | "batch">) => ({
    prepare: (sql: string) => wrap(sql, source.prepare(sql)),
    batch: (statements: readonly Wrapped[]) => {
      batches.push(statements.map((statement) => statement.sql));
      return source.batch(statements.map((statement) => statement[inner]));
    },
  });
  const binding = {
    ...around(real),
    withSession(constraint?: string) {
      if (constraint !== undefined) sessions.push(constraint);
      const session = real.withSession(constraint);
      return { ...around(session), getBookmark: () => session.getBookmark() };
    },
  };
  return {
    binding: binding as unknown as D1Database,
    take() {
      const taken = { batches, sessions };
      batches = [];
      sessions = [];
      return taken;
    },
  };
}
