/** The statements of each round trip to the database, in order. */
export interface Recording {
  readonly batches: readonly (readonly string[])[];
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

  const binding = {
    prepare: (sql: string) => wrap(sql, real.prepare(sql)),
    batch: (statements: readonly Wrapped[]) => {
      batches.push(statements.map((statement) => statement.sql));
      return real.batch(statements.map((statement) => statement[inner]));
    },
  };
  return {
    binding: binding as unknown as D1Database,
    take() {
      const taken = { batches };
      batches = [];
      return taken;
    },
  };
}
