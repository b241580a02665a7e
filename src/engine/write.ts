import { beginActor, endActor } from "../changes/actor.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import { encodeRows } from "../plan/cells.ts";
import type { Slot } from "../plan/slot.ts";
import { countGuard } from "../plan/write.ts";
import type { Insert, Write } from "../query/write.ts";
import { abort } from "../sql/abort.ts";
import { type Statement, type Template, template } from "../sql/compile.ts";
import { type Sql, slot } from "../sql/fragment.ts";
import { bindAll, roleFailure, runBatch } from "./batch.ts";
import { foreignKeyFailure } from "./foreign-keys.ts";
import type { EngineOptions } from "./options.ts";
import { createPlanCache } from "./plan-cache.ts";
import type { ResultSet } from "./ports.ts";
import { type PreparedWrite, prepareWrite } from "./prepare.ts";
import type { Cell, Context, WriteAnswer, WriteRequest } from "./request.ts";
import { databaseFailure, type WriteAttempt } from "./translate.ts";

type Writer = (request: WriteRequest, context: Context) => Promise<Result<WriteAnswer, Failure>>;

/** The statements that one prepared write adds to the batch, and where among them its answer is. */
interface Part {
  readonly statements: readonly Statement[];
  /** The statement whose rows are the rows written. */
  readonly main: number;
  /** The statement whose rows are their JSON. */
  readonly json: number;
}

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
    if (changesNothing(write, request)) return request.single ? err(notSingle(0)) : ok({ rows: [], affected: 0 });
    const parts: Part[] = [];
    for (const run of splitRuns(write, request.rows)) {
      const prepared =
        run.write === write ? whole : prepare(`${key}\n${run.mask}`, () => ok(run.write), principal.role);
      if (!prepared.ok) return prepared;
      const part = bindPart(prepared.value, run.rows, request, context);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    // `changes()` counts one statement: several of a row each would pass for a single row.
    if (request.single && parts.flatMap(mainsOf).length > 1) return err(notSingle(request.rows.length));
    const begin = bind(brackets[principal.sessionId === null ? "begin" : "beginAlive"], {
      arguments: [],
      context,
      rows: null,
    });
    if (!begin.ok) return begin;
    const opening = context.guards === undefined ? [begin.value] : [begin.value, ...context.guards];
    const statements = [...opening, ...parts.flatMap((part) => part.statements), brackets.end];
    const results = await runBatch(database, statements, { retry: false, context });
    if (results.ok) return ok(writeAnswer(results.value, parts, opening.length));
    const attempt: WriteAttempt = { write, rows: request.rows };
    const byKey = await foreignKeyFailure(results.error, attempt, { database, model });
    return err(byKey ?? databaseFailure(results.error, attempt));
  };
}

function sqlLength({ plan }: PreparedWrite): number {
  const early = plan.before === null ? plan.guards : [...plan.guards, plan.before];
  return [...early, plan.main].reduce((sum, each) => sum + each.sql.length, 0);
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

function bindPart(
  prepared: PreparedWrite,
  rows: readonly (readonly Cell[])[],
  request: WriteRequest,
  context: Context,
): Result<Part, Failure> {
  const encoded = prepared.write.kind === "delete" ? ok(null) : encodeRows(prepared.cells, rows, context);
  if (!encoded.ok) return encoded;
  const bindings: Bindings = { arguments: request.arguments, context, rows: encoded.value };
  const { guards, before, main } = prepared.plan;
  const early = before === null ? guards : [...guards, before];
  const late = countTemplates(request);
  // Rows without any column are inserted one statement each: `default values` takes no rows.
  const times = prepared.write.kind === "insert" && prepared.cells.length === 0 ? rows.length : 1;
  const mains = Array.from({ length: times }, () => main);
  const statements = bindAll([...early, ...mains, ...late], bindings);
  if (!statements.ok) return statements;
  return ok({
    statements: statements.value,
    main: early.length,
    json: before === null ? early.length : early.length - 1,
  });
}

function countTemplates(request: WriteRequest): readonly Template<Slot>[] {
  if (request.single) return [exactlyOne];
  return request.maxAffected === null ? [] : [countGuard({ most: request.maxAffected })];
}

interface Run {
  readonly write: Write;
  readonly rows: readonly (readonly Cell[])[];
  readonly mask: string;
}

/** Rows that leave the same cells to their defaults go in one statement; their order is kept. */
function splitRuns(write: Write, rows: readonly (readonly Cell[])[]): readonly Run[] {
  if (write.kind !== "insert" || !rows.some((row) => row.includes(undefined))) return [{ write, rows, mask: "" }];
  const runs: { mask: string; rows: (readonly Cell[])[] }[] = [];
  for (const row of rows) {
    const mask = write.columns.map((_, index) => (row[index] === undefined ? "0" : "1")).join("");
    const last = runs.at(-1);
    if (last?.mask === mask) last.rows.push(row);
    else runs.push({ mask, rows: [row] });
  }
  return runs.map((run) => narrowed(write, run.mask, run.rows));
}

function narrowed(insert: Insert, mask: string, rows: readonly (readonly Cell[])[]): Run {
  const given = [...mask].map((bit) => bit === "1");
  return {
    mask,
    write: { ...insert, columns: insert.columns.filter((_, index) => given[index]) },
    rows: rows.map((row) => row.filter((_, index) => given[index])),
  };
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

/** `opening`: the number of statements before those of the parts. */
function writeAnswer(results: readonly ResultSet[], parts: readonly Part[], opening: number): WriteAnswer {
  const rows: string[] = [];
  let affected = 0;
  let start = opening;
  for (const part of parts) {
    for (let index = part.main; index < part.statements.length; index++) {
      const result = results[start + index];
      if (result === undefined || !isMain(part, index)) continue;
      affected += result.rows.length;
      if (part.json === part.main) rows.push(...result.rows.map((row) => String(row.j)));
    }
    if (part.json !== part.main) rows.push(...(results[start + part.json]?.rows ?? []).map((row) => String(row.j)));
    start += part.statements.length;
  }
  return { rows, affected };
}

function isMain(part: Part, index: number): boolean {
  return part.statements[index]?.sql === part.statements[part.main]?.sql;
}

function mainsOf(part: Part): readonly Statement[] {
  return part.statements.filter((_, index) => isMain(part, index));
}

function notSingle(count: number): Failure {
  return failure("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${count} rows`,
  });
}
