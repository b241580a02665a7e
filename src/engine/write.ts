import { maxHintRows } from "../changes/hint.ts";
import type { DatabaseError } from "../kernel/database-error.ts";
import type { Failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import { slotAt } from "../plan/slot.ts";
import type { Statement } from "../sql/compile.ts";
import { type Attribution, createAttribution } from "./attribution.ts";
import { runBatch } from "./batch.ts";
import type { EngineOptions } from "./options.ts";
import { type Part, writeAnswer } from "./part.ts";
import type { Pooled, ResultSet } from "./ports.ts";
import { createWritePlanner, type Ready } from "./ready.ts";
import { refusal } from "./refusal.ts";
import type { Context, Engine, WriteAnswer } from "./request.ts";
import { noRollback, rollBack, toldAnswer } from "./rollback.ts";
import { databaseFailure } from "./translate.ts";

type Writer = Pick<Engine, "write" | "batch">;

/** Every write is one batch: the write, and who writes. */
export function createWriter(options: EngineOptions): Writer {
  const { database } = options;
  const attribution = createAttribution(options.alive);

  const ready = createWritePlanner(options, attribution);

  return {
    async write(request, context) {
      const made = ready(request, context);
      if (!made.ok) return made;
      const { whole, parts } = made.value;
      if (parts.length === 0) return ok(nothingWritten);
      const isRolledBack = request.rollback === true;
      const bound = attributed(attribution, { isolated: whole.isolated, parts, isRolledBack, context });
      if (!bound.ok) return bound;
      const { statements, opening, telling, pooled } = bound.value;
      if (isRolledBack && statements.some(({ secrets }) => secrets !== undefined)) return err(noRollback);
      const joins = !isRolledBack;
      const results = await runBatch(database, statements, { retry: false, joins, context, telling, pooled });
      const { order } = whole.plan;
      if (results.ok) return ok(writeAnswer(results.value, { parts, order, opening }));
      const told = isRolledBack ? toldAnswer(results.error, order) : null;
      if (told !== null) return ok(told);
      const sources = parts.map((part) => part.source);
      return err(await refusal(results.error, { write: whole.write, rows: request.rows, sources }, options));
    },
    async batch(requests, context) {
      const made = collect(requests, (request) => ready(request, context));
      if (!made.ok) return made;
      const parts = made.value.flatMap((each) => each.parts);
      if (parts.length === 0) return ok(made.value.map(() => nothingWritten));
      const bound = attributed(attribution, { isolated: false, parts, isRolledBack: false, context });
      if (!bound.ok) return bound;
      const results = await runBatch(database, bound.value.statements, { retry: false, joins: true, context });
      if (!results.ok) return err(batchFailure(results.error, made.value));
      return ok(batchAnswers(results.value, bound.value.opening, made.value));
    },
  };
}

function batchAnswers(results: readonly ResultSet[], first: number, all: readonly Ready[]): readonly WriteAnswer[] {
  let opening = first;
  return all.map(({ whole, parts }) => {
    const answer = writeAnswer(results, { parts, order: whole.plan.order, opening });
    for (const part of parts) opening += part.statements.length;
    return answer;
  });
}

/**
 * Of several writes it is not looked up which row was refused: the ones before it are undone, so that the database is not
 * as it was found. The table is the one that SQLite names.
 */
function batchFailure(error: DatabaseError, all: readonly Ready[]): Failure {
  const named = all.find(({ whole }) => error.message.includes(`: ${whole.write.collection.name}.`));
  const checked = all.find(({ whole }) =>
    whole.write.collection.checks.some((name) => error.message.includes(`: ${name}`)),
  );
  const { whole, request } = named ?? checked ?? {};
  return databaseFailure(
    error,
    whole === undefined || request === undefined ? null : { write: whole.write, rows: request.rows },
  );
}

const nothingWritten: WriteAnswer = { rows: [], affected: 0, inserted: 0 };

/** The statements of a batch, and how many of them come before the first part. */
interface Batch {
  readonly statements: readonly Statement[];
  readonly opening: number;
  readonly telling?: Statement;
  readonly pooled?: Pooled;
}

interface Attributed {
  readonly isolated: boolean;
  readonly parts: readonly Part[];
  readonly isRolledBack: boolean;
  readonly context: Context;
}

/** How many rows a statement that is no insert changes is not known beforehand. */
function isSmall({ source: { prepared, rows } }: Part): boolean {
  return prepared.write.kind === "insert" && rows.length <= maxHintRows;
}

/** `changes()` counts one statement, so that a write of several cannot be told by the number of its changes. */
function attributed(attribution: Attribution, given: Attributed): Result<Batch, Failure> {
  const { isolated, parts, isRolledBack, context } = given;
  const { guards = [], principal } = context;
  const kind = principal.sessionId === null ? "unchecked" : "checked";
  const [only] = parts;
  if (isolated && only?.mains === 1 && parts.length === 1 && guards.length === 0 && !isRolledBack)
    return stamped(attribution, only, kind);
  const bindings: Bindings = { arguments: [], context, rows: null };
  const begin = bind(attribution.begin[kind], bindings);
  if (!begin.ok) return begin;
  const end = isRolledBack ? rollBack : attribution.end;
  const own = parts.flatMap((part) => part.statements);
  return ok({ statements: [begin.value, ...guards, ...own, end], opening: 1 + guards.length });
}

/** A statement costs some 50 µs on D1: the one that notes who has written looks at the count too. */
function stamped(attribution: Attribution, part: Part, kind: "checked" | "unchecked"): Result<Batch, Failure> {
  const { statements: own, count, source } = part;
  const rowsAt = count === null && isSmall(part) ? source.prepared.rowsAt : null;
  const sees = count ?? (rowsAt === null ? "free" : "pooled");
  const template = attribution.stamp[sees][kind];
  const stamp = bind(template, source.bindings);
  if (!stamp.ok) return stamp;
  const statements = [...(count === null ? own : own.slice(0, -1)), stamp.value];
  if (!isSmall(part)) return ok({ statements, opening: 0 });
  // The same slots: what binds the one binds the other.
  const telling = { sql: attribution.tellingStamp[sees][kind].sql, params: stamp.value.params };
  const expectedAt = slotAt(template, "expected");
  if (rowsAt === null || expectedAt === null) return ok({ statements, opening: 0, telling });
  const pooled = { rowsAt, rows: source.rows.length, expectedAt };
  return ok({ statements, opening: 0, telling, pooled });
}
