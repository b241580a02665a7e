import type { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { storedList } from "../rules/to-sql.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import type { Collection, ForeignKey, Model } from "../schema/model.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { id, integer, join, ref, sql, value } from "../sql/fragment.ts";
import type { Database } from "./ports.ts";
import type { WriteAttempt } from "./translate.ts";

/**
 * SQLite says only that some foreign key failed. After the fact, and only then, the database is asked which: keys of the
 * rows that point nowhere, or rows elsewhere that still point at the collection. Null for other errors.
 */
export async function foreignKeyFailure(
  error: DatabaseError,
  attempt: WriteAttempt,
  at: { readonly database: Database; readonly model: Model },
): Promise<Failure | null> {
  if (!error.message.includes("FOREIGN KEY constraint failed")) return null;
  const { collection } = attempt.write;
  const probes = attempt.write.kind === "delete" ? [] : missingTargets(attempt);
  const statements = probes.map((probe) => probe.statement);
  const results = statements.length === 0 ? [] : await at.database.batch(statements, { retry: true });
  for (const [index, probe] of probes.entries()) {
    const row = results[index]?.rows[0];
    if (row === undefined) continue;
    const { key } = probe;
    return failure(
      "23503",
      `insert or update on table "${collection.name}" violates foreign key constraint "${key.name}"`,
      {
        details: `Key (${key.columns.join(", ")})=(${String(row.k)}) is not present in table "${key.target}".`,
      },
    );
  }
  return attempt.write.kind === "insert" ? null : stillReferenced(collection, at.model);
}

interface Probe {
  readonly key: ForeignKey;
  readonly statement: Statement;
}

/** For each foreign key that the rows give whole: the first of its values that is in no target row. */
function missingTargets(attempt: WriteAttempt): readonly Probe[] {
  const { write, rows } = attempt;
  if (write.kind === "delete") return [];
  const given = write.columns.map((column) => column.name);
  return write.collection.foreignKeys
    .filter((key) => key.columns.every((column) => given.includes(column)))
    .map((key) => {
      const positions = key.columns.map((column) => given.indexOf(column));
      const cells = rows.map((row) => positions.map((position) => stored(row[position], write.columns[position])));
      const list = value(`[${cells.map(storedList).join(",")}]`);
      // `->>` and `||` are of one precedence: https://www.sqlite.org/lang_expr.html#operators
      const cell = (index: number) => sql`(j.value ->> ${integer(index)})`;
      const matches = key.targetColumns.map((column, index) => sql`${ref("t", column)} = ${cell(index)}`);
      const whole = key.columns.map((_, index) => sql`${cell(index)} is not null`);
      const shown = join(
        key.columns.map((_, index) => cell(index)),
        sql` || ', ' || `,
      );
      const found = sql`select 1 from ${id(key.target)} t where ${join(matches, sql` and `)}`;
      const all = join(whole, sql` and `);
      return {
        key,
        statement: statement(
          sql`select ${shown} as k from json_each(${list}) j where ${all} and not exists (${found}) limit 1`,
        ),
      };
    });
}

function stored(
  cell: Json | undefined,
  column: { readonly type: Parameters<typeof parseJson>[1] } | undefined,
): Stored {
  if (column === undefined) return null;
  const parsed = parseJson(cell ?? null, column.type);
  return parsed.ok ? parsed.value : null;
}

/** The keys that keep a row from being deleted; named where there is only one. */
function stillReferenced(collection: Collection, model: Model): Failure {
  const holding = [...model.collections.values()].flatMap((other) =>
    other.foreignKeys
      .filter((key) => key.target === collection.name && key.holdsTarget)
      .map((key) => ({ table: other.name, key })),
  );
  const [only, ...others] = holding;
  if (only === undefined || others.length > 0) {
    const tables = [...new Set(holding.map((each) => each.table))].join(", ");
    return failure("23503", `update or delete on table "${collection.name}" violates a foreign key constraint`, {
      details: tables === "" ? null : `Rows are still referenced from: ${tables}.`,
    });
  }
  return failure(
    "23503",
    `update or delete on table "${collection.name}" violates foreign key constraint "${only.key.name}" on table "${only.table}"`,
    { details: `Key (${only.key.targetColumns.join(", ")}) is still referenced from table "${only.table}".` },
  );
}
