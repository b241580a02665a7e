import type { Collection, Column } from "../schema/model.ts";
import { maxFunctionArguments } from "../sql/limits.ts";

/**
 * The three triggers that log a collection's changes, one row a change, in the change's own transaction: cascades, SET
 * NULL and a hand-typed `wrangler d1 execute` are logged too. `before` and `after` hold every column as stored, hidden
 * ones included, since rules are evaluated on them later.
 *
 * An update that leaves every column as it was is logged too, as PostgreSQL writes it to its WAL: a statement logs at
 * least one change for each row that it counts, on which the noting of actors rests (`actor.ts`). `REPLACE INTO` shows as an insert alone: SQLite fires the delete triggers of the replaced row only under
 * `PRAGMA recursive_triggers`; use upserts. SQLite allows 10 levels of triggers on D1, so cascades may be 9 deep.
 */
export function changeTriggers(collection: Collection): string[] {
  return [
    trigger(collection, { operation: "INSERT", key: "NEW", before: null, after: "NEW" }),
    trigger(collection, { operation: "UPDATE", key: "OLD", before: "OLD", after: "NEW" }),
    trigger(collection, { operation: "DELETE", key: "OLD", before: "OLD", after: null }),
  ];
}

/**
 * The end of a session is a change like any other, whoever ends it and by whatever cascade: readers of the log, open
 * sockets among them, learn of it in its order. A row of the log with the session's id, and no images.
 */
export const sessionTrigger: string = `CREATE TRIGGER "_perigee_log_auth_sessions_delete" AFTER DELETE ON "auth_sessions"
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "actor")
  VALUES ('auth_sessions', json_object('id', OLD."id"), 'DELETE', (SELECT "actor" FROM "_perigee_context"));
END`;

interface Parts {
  readonly operation: "INSERT" | "UPDATE" | "DELETE";
  /** Of an update that changes the key, the key as it was: the row that it happened to. */
  readonly key: Side;
  readonly before: Side | null;
  readonly after: Side | null;
}

type Side = "OLD" | "NEW";

function trigger(collection: Collection, parts: Parts): string {
  const name = quote(`_perigee_log_${collection.name}_${parts.operation.toLowerCase()}`);
  const columns = [...collection.columns.values()];
  const key = columns.filter((column) => collection.primaryKey.includes(column.name));
  const values = [
    text(collection.name),
    json(parts.key, key),
    text(parts.operation),
    parts.before === null ? "NULL" : json(parts.before, columns),
    parts.after === null ? "NULL" : json(parts.after, columns),
    `(SELECT "actor" FROM "_perigee_context")`,
  ];
  return `CREATE TRIGGER ${name} AFTER ${parts.operation} ON ${quote(collection.name)}
BEGIN
  INSERT INTO "_perigee_changes" ("table_name", "key", "operation", "before", "after", "actor")
  VALUES (${values.join(", ")});
END`;
}

// The values are scalars: the one brace at either end is the object's own.
const maxMembers = maxFunctionArguments / 2;

function json(side: Side, columns: readonly Column[]): string {
  const objects: string[] = [];
  for (let start = 0; start < columns.length; start += maxMembers) {
    const members = columns.slice(start, start + maxMembers).map((column) => {
      return `${text(column.name)}, ${stored(`${side}.${quote(column.name)}`, column)}`;
    });
    objects.push(`json_object(${members.join(", ")})`);
  }
  const [first = "json_object()", ...rest] = objects;
  return rest.reduce((whole, next) => `rtrim(${whole}, '}') || ',' || ltrim(${next}, '{')`, first);
}

function stored(value: string, column: Column): string {
  const { name } = column.type.kind;
  // JSON cannot hold a blob. hex(NULL) would be ''.
  if (name === "bytes") return `iif(${value} IS NULL, NULL, hex(${value}))`;
  // json_object writes 15 significant digits, which is not always the same number again; 17 are.
  if (name === "real" || name === "numeric") {
    return `iif(typeof(${value}) = 'real', json(printf('%!.17g', ${value})), ${value})`;
  }
  return value;
}

// A trigger is stored as text: nothing in it can be bound. The names are the model's.
function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}
