import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import { encodeCells, encodeRows } from "../plan/cells.ts";
import type { Slot } from "../plan/slot.ts";
import { type Count, countGuard, type WritePlan } from "../plan/write.ts";
import type { Write } from "../query/write.ts";
import type { Template } from "../sql/compile.ts";
import type { SealPlan } from "../sql/secret.ts";
import type { Attribution } from "./attribution.ts";
import { bindAll, roleFailure } from "./batch.ts";
import type { EngineOptions } from "./options.ts";
import type { Part } from "./part.ts";
import { createPlanCache } from "./plan-cache.ts";
import { type PreparedWrite, prepareWrite } from "./prepare.ts";
import { repeatedKeyFailure } from "./repeated-keys.ts";
import type { Cell, Context, WriteRequest } from "./request.ts";
import { noted } from "./rollback.ts";
import { splitRuns } from "./runs.ts";
import { knownKey } from "./seal-plan.ts";

/** A write that has been planned and bound. Without parts it changes nothing. */
export interface Ready {
  readonly request: WriteRequest;
  readonly whole: PreparedWrite;
  readonly parts: readonly Part[];
}

const countGuards = { one: countGuard("one"), most: countGuard("most") };

/** From requests to bound statements; plans are remembered by role and shape. */
export function createWritePlanner(
  { limits, model, policy }: EngineOptions,
  attribution: Attribution,
): (request: WriteRequest, context: Context) => Result<Ready, Failure> {
  const plans = createPlanCache<PreparedWrite>(1_000, sqlLength);

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

  return (request, context) => {
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
  };
}

function sqlLength({ plan }: PreparedWrite): number {
  return [...earlyTemplates(plan), plan.main].reduce((sum, each) => sum + each.sql.length, 0);
}

/** What stands before the write itself. */
function earlyTemplates({ guards, existing, before }: WritePlan): readonly Template<Slot>[] {
  return [...guards, ...(existing === null ? [] : [existing]), ...(before === null ? [] : [before])];
}

interface PartInput {
  readonly rows: readonly (readonly Cell[])[];
  readonly request: WriteRequest;
  readonly context: Context;
  readonly isFirst: boolean;
}

function bindPart(prepared: PreparedWrite, input: PartInput): Result<Part, Failure> {
  const { rows, request, context, isFirst } = input;
  const given = prepared.sealed === null ? plainRows(prepared, input) : secretRows(prepared, prepared.sealed, input);
  if (!given.ok) return given;
  const bindings: Bindings = { arguments: request.arguments, context, ...mostOf(request), ...given.value };
  const { guards, existing, before, main } = prepared.plan;
  const early = earlyTemplates(prepared.plan);
  const count = countOf(request);
  const late = count === null ? [] : [countGuards[count]];
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
    count: request.rollback === true ? null : count,
    source: { prepared, rows, bindings },
  });
}

type GivenRows = Result<Pick<Bindings, "rows" | "secret">, Failure>;

function plainRows({ write, cells }: PreparedWrite, { rows, context }: PartInput): GivenRows {
  if (write.kind === "delete") return ok({ rows: null });
  const encoded = encodeRows(cells, rows, context);
  return encoded.ok ? ok({ rows: encoded.value }) : encoded;
}

/** Rows with cells to be encrypted are never put together in clear. */
function secretRows({ write, cells, plan: { targets } }: PreparedWrite, plan: SealPlan, input: PartInput): GivenRows {
  const { rows, request, context } = input;
  const encoded = encodeCells(cells, rows, context);
  if (!encoded.ok) return encoded;
  const known = knownKey(write, request.arguments);
  if (targets === null || known !== null)
    return ok({ rows: null, secret: { plan, cells: encoded.value, targets: known } });
  const asked = bind(targets, { arguments: request.arguments, context, rows: null });
  return asked.ok ? ok({ rows: null, secret: { plan, cells: encoded.value, targets: asked.value } }) : asked;
}

function countOf(request: WriteRequest): Count | null {
  if (request.single) return "one";
  return request.maxAffected === null ? null : "most";
}

/** What `most` binds. */
function mostOf({ maxAffected }: WriteRequest): Pick<Bindings, "most"> {
  return maxAffected === null ? {} : { most: maxAffected };
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
