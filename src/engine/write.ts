import { beginActor, endActor } from "../changes/actor.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import { encodeRows } from "../plan/cells.ts";
import type { Slot } from "../plan/slot.ts";
import { countGuard, type WritePlan } from "../plan/write.ts";
import type { Write } from "../query/write.ts";
import { abort } from "../sql/abort.ts";
import { type Statement, type Template, template } from "../sql/compile.ts";
import { type Sql, slot } from "../sql/fragment.ts";
import { bindAll, roleFailure, runBatch } from "./batch.ts";
import type { EngineOptions } from "./options.ts";
import { type Part, writeAnswer } from "./part.ts";
import { createPlanCache } from "./plan-cache.ts";
import { type PreparedWrite, prepareWrite } from "./prepare.ts";
import { refusal } from "./refusal.ts";
import { repeatedKeyFailure } from "./repeated-keys.ts";
import type { Cell, Context, WriteAnswer, WriteRequest } from "./request.ts";
import { noted, rollBack, toldAnswer } from "./rollback.ts";
import { splitRuns } from "./runs.ts";

type Writer = (request: WriteRequest, context: Context) => Promise<Result<WriteAnswer, Failure>>;

const exactlyOne = countGuard({ exactly: 1 });

/** Every write is one batch: who writes, the write, and that the writer is gone again. */
export function createWriter(options: EngineOptions): Writer {
  const { database, limits, model, policy } = options;
  const plans = createPlanCache<PreparedWrite>(1_000, sqlLength);
  const brackets = bracketTemplates(options.alive);

  function prepare(key: string, build: () => Result<Write, Failure>, role: string): Result<PreparedWrite, Failure> {
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const write = build();
    if (!write.ok) return write;
    const prepared = prepareWrite(write.value, { model, policy, role }, limits);
    if (prepared.ok) plans.set(key, prepared.value);
    return prepared;
  }

  return async (request, context) => {
    const { principal } = context;
    const refused = roleFailure(policy, context) ?? tooManyRows(request, limits.maxInsertRows);
    if (refused !== null) return err(refused);
    const key = `${principal.role}\n${request.shape}`;
    const whole = prepare(key, request.build, principal.role);
    if (!whole.ok) return whole;
    const { write } = whole.value;
    if (changesNothing(write, request)) return request.single ? err(notSingle(0)) : ok(nothingWritten);
    const repeated = repeatedKeyFailure(write, request.rows);
    if (repeated !== null) return err(repeated);
    const parts: Part[] = [];
    for (const run of splitRuns(write, request.rows)) {
      const prepared =
        run.write === write ? whole : prepare(`${key}\n${run.mask}`, () => ok(run.write), principal.role);
      if (!prepared.ok) return prepared;
      const part = bindPart(prepared.value, { rows: run.rows, request, context, isFirst: parts.length === 0 });
      if (!part.ok) return part;
      parts.push(part.value);
    }
    // `changes()` counts one statement: several of a row each would pass for a single row.
    if (request.single && parts.reduce((sum, part) => sum + part.mains, 0) > 1)
      return err(notSingle(request.rows.length));
    const begin = bind(brackets[principal.sessionId === null ? "begin" : "beginAlive"], {
      arguments: [],
      context,
      rows: null,
    });
    if (!begin.ok) return begin;
    const opening = context.guards === undefined ? [begin.value] : [begin.value, ...context.guards];
    const end = request.rollback === true ? rollBack : brackets.end;
    const statements = [...opening, ...parts.flatMap((part) => part.statements), end];
    const results = await runBatch(database, statements, { retry: false, context });
    const { order } = whole.value.plan;
    if (results.ok) return ok(writeAnswer(results.value, { parts, order, opening: opening.length }));
    const told = request.rollback === true ? toldAnswer(results.error, order) : null;
    if (told !== null) return ok(told);
    const sources = parts.map((part) => part.source);
    return err(await refusal(results.error, { write, rows: request.rows, sources }, options));
  };
}

const nothingWritten: WriteAnswer = { rows: [], affected: 0, inserted: 0 };

function sqlLength({ plan }: PreparedWrite): number {
  return [...earlyTemplates(plan), plan.main].reduce((sum, each) => sum + each.sql.length, 0);
}

/** What stands before the write itself. */
function earlyTemplates({ guards, existing, before }: WritePlan): readonly Template<Slot>[] {
  return [...guards, ...(existing === null ? [] : [existing]), ...(before === null ? [] : [before])];
}

interface Brackets {
  readonly begin: Template<Slot>;
  readonly beginAlive: Template<Slot>;
  readonly end: Statement;
}

/** The session is checked where the actor is noted: a write that comes after its session's end takes no effect. */
function bracketTemplates(alive: EngineOptions["alive"]): Brackets {
  const actor = slot<Slot>({ kind: "actor" });
  const live: Sql<Slot> = alive(slot<Slot>({ kind: "session" }));
  return {
    begin: template(beginActor(actor)),
    beginAlive: template(beginActor<Slot>(actor, { holds: live, otherwise: abort("session") })),
    end: { sql: template(endActor).sql, params: [] },
  };
}

interface PartInput {
  readonly rows: readonly (readonly Cell[])[];
  readonly request: WriteRequest;
  readonly context: Context;
  readonly isFirst: boolean;
}

function bindPart(prepared: PreparedWrite, input: PartInput): Result<Part, Failure> {
  const { rows, request, context, isFirst } = input;
  const encoded = prepared.write.kind === "delete" ? ok(null) : encodeRows(prepared.cells, rows, context);
  if (!encoded.ok) return encoded;
  const bindings: Bindings = { arguments: request.arguments, context, rows: encoded.value };
  const { guards, existing, before, main } = prepared.plan;
  const early = earlyTemplates(prepared.plan);
  const late = countTemplates(request);
  // Rows without any column are inserted one statement each: `default values` takes no rows.
  const times = prepared.write.kind === "insert" && prepared.cells.length === 0 ? rows.length : 1;
  const mains = Array.from({ length: times }, () => main);
  const bound = bindAll([...early, ...mains, ...late], bindings);
  if (!bound.ok) return bound;
  const statements = request.rollback === true ? noted(bound.value, { prepared, bindings, isFirst }) : bound;
  if (!statements.ok) return statements;
  return ok({
    statements: statements.value,
    main: early.length,
    mains: times,
    json: before === null ? early.length : early.length - 1,
    existing: existing === null ? null : guards.length,
    source: { prepared, rows, bindings },
  });
}

function countTemplates(request: WriteRequest): readonly Template<Slot>[] {
  if (request.single) return [exactlyOne];
  return request.maxAffected === null ? [] : [countGuard({ most: request.maxAffected })];
}

/** No rows to insert, or no column to set: as PostgREST, that is no error and no effect. */
function changesNothing(write: Write, request: WriteRequest): boolean {
  if (write.kind === "insert") return request.rows.length === 0;
  return write.kind === "update" && write.columns.length === 0;
}

function tooManyRows(request: WriteRequest, most: number): Failure | null {
  if (request.rows.length <= most) return null;
  return failure("PER001", "too many rows in one insert", {
    details: `${request.rows.length}, at most ${most} allowed`,
  });
}

function notSingle(count: number): Failure {
  return failure("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${count} rows`,
  });
}
