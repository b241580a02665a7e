import type { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import { encodeRows } from "../plan/cells.ts";
import type { Slot } from "../plan/slot.ts";
import { countGuard, type WritePlan } from "../plan/write.ts";
import type { Write } from "../query/write.ts";
import type { Statement, Template } from "../sql/compile.ts";
import { type Attribution, createAttribution } from "./attribution.ts";
import { bindAll, roleFailure, runBatch } from "./batch.ts";
import type { EngineOptions } from "./options.ts";
import { type Part, writeAnswer } from "./part.ts";
import { createPlanCache } from "./plan-cache.ts";
import type { ResultSet } from "./ports.ts";
import { type PreparedWrite, prepareWrite } from "./prepare.ts";
import { refusal } from "./refusal.ts";
import { repeatedKeyFailure } from "./repeated-keys.ts";
import type { Cell, Context, Engine, WriteAnswer, WriteRequest } from "./request.ts";
import { noted, rollBack, toldAnswer } from "./rollback.ts";
import { splitRuns } from "./runs.ts";
import { databaseFailure } from "./translate.ts";

type Writer = Pick<Engine, "write" | "batch">;

const exactlyOne = countGuard({ exactly: 1 });

/** Every write is one batch: the write, and who writes. */
export function createWriter(options: EngineOptions): Writer {
  const { database, limits, model, policy } = options;
  const plans = createPlanCache<PreparedWrite>(1_000, sqlLength);
  const attribution = createAttribution(options.alive);

  function prepare(key: string, build: () => Result<Write, Failure>, asker: Principal): Result<PreparedWrite, Failure> {
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const write = build();
    if (!write.ok) return write;
    const check = asker.sessionId === null ? null : attribution.check;
    const prepared = prepareWrite(write.value, { access: { model, policy, role: asker.role }, limits, check });
    if (prepared.ok) plans.set(key, prepared.value);
    return prepared;
  }

  function ready(request: WriteRequest, context: Context): Result<Ready, Failure> {
    const { principal } = context;
    const refused = roleFailure(policy, context) ?? tooManyRows(request, limits.maxInsertRows);
    if (refused !== null) return err(refused);
    const key = `${principal.role}${principal.sessionId === null ? "" : " checked"}\n${request.shape}`;
    const whole = prepare(key, request.build, principal);
    if (!whole.ok) return whole;
    const { write } = whole.value;
    const parts: Part[] = [];
    if (changesNothing(write, request)) {
      return request.single ? err(notSingle(0)) : ok({ request, whole: whole.value, parts });
    }
    const repeated = repeatedKeyFailure(write, request.rows);
    if (repeated !== null) return err(repeated);
    for (const run of splitRuns(write, request.rows)) {
      const prepared = run.write === write ? whole : prepare(`${key}\n${run.mask}`, () => ok(run.write), principal);
      if (!prepared.ok) return prepared;
      const part = bindPart(prepared.value, { rows: run.rows, request, context, isFirst: parts.length === 0 });
      if (!part.ok) return part;
      parts.push(part.value);
    }
    // `changes()` counts one statement: several of a row each would pass for a single row.
    if (request.single && parts.reduce((sum, part) => sum + part.mains, 0) > 1)
      return err(notSingle(request.rows.length));
    return ok({ request, whole: whole.value, parts });
  }

  return {
    async write(request, context) {
      const made = ready(request, context);
      if (!made.ok) return made;
      const { whole, parts } = made.value;
      if (parts.length === 0) return ok(nothingWritten);
      const isRolledBack = request.rollback === true;
      const bound = attributed(attribution, { isolated: whole.isolated, parts, isRolledBack, context });
      if (!bound.ok) return bound;
      const { statements, opening } = bound.value;
      const results = await runBatch(database, statements, { retry: false, context });
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
      const results = await runBatch(database, bound.value.statements, { retry: false, context });
      if (!results.ok) return err(batchFailure(results.error, made.value));
      return ok(batchAnswers(results.value, bound.value.opening, made.value));
    },
  };
}

/** A write that has been planned and bound. Without parts it changes nothing. */
interface Ready {
  readonly request: WriteRequest;
  readonly whole: PreparedWrite;
  readonly parts: readonly Part[];
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

function sqlLength({ plan }: PreparedWrite): number {
  return [...earlyTemplates(plan), plan.main].reduce((sum, each) => sum + each.sql.length, 0);
}

/** What stands before the write itself. */
function earlyTemplates({ guards, existing, before }: WritePlan): readonly Template<Slot>[] {
  return [...guards, ...(existing === null ? [] : [existing]), ...(before === null ? [] : [before])];
}

/** The statements of a batch, and how many of them come before the first part. */
interface Batch {
  readonly statements: readonly Statement[];
  readonly opening: number;
}

interface Attributed {
  readonly isolated: boolean;
  readonly parts: readonly Part[];
  readonly isRolledBack: boolean;
  readonly context: Context;
}

/** `changes()` counts one statement, so that a write of several cannot be told by the number of its changes. */
function attributed(attribution: Attribution, given: Attributed): Result<Batch, Failure> {
  const { isolated, parts, isRolledBack, context } = given;
  const { guards = [], principal } = context;
  const kind = principal.sessionId === null ? "unchecked" : "checked";
  const own = parts.flatMap((part) => part.statements);
  const bindings: Bindings = { arguments: [], context, rows: null };
  if (isolated && parts.length === 1 && parts[0]?.mains === 1 && guards.length === 0 && !isRolledBack) {
    const stamp = bind(attribution.stamp[kind], bindings);
    return stamp.ok ? ok({ statements: [...own, stamp.value], opening: 0 }) : stamp;
  }
  const begin = bind(attribution.begin[kind], bindings);
  if (!begin.ok) return begin;
  const end = isRolledBack ? rollBack : attribution.end;
  return ok({ statements: [begin.value, ...guards, ...own, end], opening: 1 + guards.length });
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
