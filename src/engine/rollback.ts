import { scratch } from "../changes/scratch.ts";
import type { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Bindings } from "../plan/bind.ts";
import type { RowOrder } from "../plan/returned.ts";
import { planRollback } from "../plan/rollback.ts";
import { abort, abortReason, abortWith } from "../sql/abort.ts";
import { type Statement, statement, template } from "../sql/compile.ts";
import { integer, type SqlValue, sql } from "../sql/fragment.ts";
import { bindAll } from "./batch.ts";
import { inOrder } from "./order-rows.ts";
import { columnsOf, type PreparedWrite, withinLimits } from "./prepare.ts";
import type { WriteAnswer } from "./request.ts";

/**
 * What an answer that is rolled back may hold, in characters. It leaves the database in an error's message, and there is
 * no documented bound on those.
 */
const maxToldCharacters = 500_000;

/** The last statement of a batch that is not to be kept: it fails, and its error tells the rows. */
export const rollBack: Statement = statement(
  sql`select case when length(${scratch.told}) > ${integer(maxToldCharacters)} then ${abort("large")} else ${abortWith("told:", scratch.told)} end`,
);

/** Such an answer leaves the database in an error's message, which is no place for a secret. */
export const noRollback: Failure = failure("0A000", "encrypted columns cannot be written and rolled back", {
  hint: "Leave out Prefer: tx=rollback.",
});

export interface Noted {
  readonly prepared: PreparedWrite;
  readonly bindings: Bindings;
  readonly isFirst: boolean;
}

/** Puts notes around the statements of a write: what is known before it, and its rows after it. */
export function noted(
  statements: readonly Statement[],
  { prepared, bindings, isFirst }: Noted,
): Result<readonly Statement[], Failure> {
  const templates = withinLimits(() => {
    const plan = planRollback(prepared.secured, columnsOf(prepared.cells), scratch);
    if (!plan.ok) return plan;
    return ok([template(scratch.open(plan.value.held, isFirst)), template(scratch.tell(plan.value.told))]);
  });
  if (!templates.ok) return templates;
  const notes = bindAll(templates.value, bindings);
  if (!notes.ok) return notes;
  const [open, tell] = notes.value;
  return ok([open, ...statements, tell].filter((each) => each !== undefined));
}

/** What one write of the batch tells: rows as arrays of their JSON and their sort keys, those merged with their place. */
interface Told {
  readonly rows: readonly ToldRow[];
  readonly merged?: readonly (readonly [number, ToldRow])[];
}

type ToldRow = readonly [string, ...SqlValue[]];

/** The answer that an error of `rollBack` holds; null where the batch has failed for another reason. */
export function toldAnswer(error: DatabaseError, order: readonly RowOrder[]): WriteAnswer | null {
  const reason = error.kind === "abort" ? abortReason(error.message) : null;
  if (reason === null || !reason.startsWith("told:")) return null;
  const parts: readonly Told[] = JSON.parse(reason.slice("told:".length));
  const rows = parts.flatMap(inPlace).map(([j, ...keys]) => {
    return { j, ...Object.fromEntries(keys.map((key, index) => [`o${index}`, key])) };
  });
  return {
    rows: inOrder<Readonly<Record<string, SqlValue>>>(rows, order).map((row) => String(row.j)),
    affected: rows.length,
    inserted: parts.reduce((sum, part) => sum + part.rows.length, 0),
  };
}

/** Merged rows go to the places that they were given at, and new ones between them. */
function inPlace({ rows, merged = [] }: Told): readonly ToldRow[] {
  const places = new Map(merged);
  const made = [...rows];
  const all: ToldRow[] = [];
  for (let place = 0; all.length < rows.length + merged.length; place++) {
    const row = places.get(place) ?? made.shift();
    if (row === undefined) break;
    all.push(row);
  }
  return all;
}
