import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { CellSource } from "../plan/cells.ts";
import { planInsert } from "../plan/insert.ts";
import { planRead, type ReadPlan, type ReadPlanOptions } from "../plan/read.ts";
import { type Slot, slotAt } from "../plan/slot.ts";
import { planDelete, planUpdate } from "../plan/update.ts";
import type { WritePlan } from "../plan/write.ts";
import type { Read, Selection } from "../query/read.ts";
import type { Insert, Update, Write } from "../query/write.ts";
import { type Access, secureRead } from "../rules/secure.ts";
import {
  type SecuredDelete,
  type SecuredInsert,
  type SecuredUpdate,
  secureDelete,
  secureInsert,
  secureUpdate,
} from "../rules/secure-write.ts";
import { SqlLimitError } from "../sql/compile.ts";
import type { Sql } from "../sql/fragment.ts";
import type { SealPlan } from "../sql/secret.ts";
import { touchesOnlyItsRows } from "./attribution.ts";
import { checkCost } from "./check-cost.ts";
import type { Limits } from "./limits.ts";
import { mayBePooled } from "./pool.ts";
import { sealedConflict, sealPlan, withSealedCells } from "./seal-plan.ts";

/** From neutral query to plan: bounds, rules, SQL. Done once for each shape and role. */
export function prepareRead(
  read: Read,
  wanted: Pick<ReadPlanOptions, "form" | "total" | "check">,
  access: Access,
  limits: Limits,
): Result<ReadPlan, Failure> {
  const excess = checkCost(read, limits);
  if (excess !== null) return err(excess);
  const secured = secureRead({ ...read, select: boundEmbeds(read.select, limits) }, access);
  if (!secured.ok) return secured;
  const maxRows = read.collection.maxRows ?? limits.maxRows;
  const maxBytes = limits.maxAnswerBytes;
  return withinLimits(() => planRead(secured.value, { ...wanted, maxRows, maxBytes }));
}

export interface PreparedWrite {
  readonly write: Write;
  readonly plan: WritePlan;
  readonly cells: readonly CellSource[];
  /** For plans that are hardly ever wanted: those of a write that is not kept, and of what to ask after a refusal. */
  readonly secured: SecuredInsert | SecuredUpdate | SecuredDelete;
  /** No other rows change than those that the write counts. */
  readonly isolated: boolean;
  /** Where in an insert that may be one with others' its rows are (`pool.ts`); null for every other write. */
  readonly rowsAt: number | null;
  /** Null: all of its cells are kept in clear. */
  readonly sealed: SealPlan | null;
}

export interface PrepareOptions {
  readonly access: Access;
  readonly limits: Limits;
  /** Fails the write where the caller's session has ended; null where there is none to check. */
  readonly check: Sql<Slot> | null;
}

export function prepareWrite(wanted: Write, { access, limits, check }: PrepareOptions): Result<PreparedWrite, Failure> {
  if (wanted.collection.kind === "view") return err(readOnly(wanted));
  const write: Write = { ...wanted, returning: wanted.returning && boundEmbeds(wanted.returning, limits) };
  const excess = checkCost(asRead(write), limits);
  if (excess !== null) return err(excess);
  const isolated = touchesOnlyItsRows(write, access.model);
  switch (write.kind) {
    case "insert": {
      const secured = secureInsert(write, access);
      if (!secured.ok) return secured;
      const filled = [...secured.value.defaults].map(([name, value]) => ({ name, value }));
      const cells = withSealedCells(write, insertCells(write, filled));
      const insert = sealedConflict(write, cells);
      if (!insert.ok) return insert;
      const sealed = sealPlan(write, cells, limits.maxInsertRows);
      const parts = { write, cells, isolated, sealed, secured: { ...secured.value, insert: insert.value } };
      const isPooled = isolated && sealed === null && mayBePooled(parts.secured);
      return prepared(parts, () => planInsert(parts.secured, columnsOf(cells), check), isPooled);
    }
    case "update": {
      const secured = secureUpdate(write, access);
      if (!secured.ok) return secured;
      const cells = withSealedCells(write, updateCells(write));
      const sealed = sealPlan(write, cells, limits.maxInsertRows);
      return prepared({ write, cells, isolated, sealed, secured: secured.value }, () =>
        planUpdate(secured.value, columnsOf(cells), { session: check, mostSealed: limits.maxInsertRows }),
      );
    }
    case "delete": {
      const secured = secureDelete(write, access);
      if (!secured.ok) return secured;
      return prepared({ write, cells: [], isolated, sealed: null, secured: secured.value }, () =>
        planDelete(secured.value, check),
      );
    }
  }
}

function prepared(
  parts: Omit<PreparedWrite, "plan" | "rowsAt">,
  plan: () => Result<WritePlan, Failure>,
  isPooled = false,
): Result<PreparedWrite, Failure> {
  const made = withinLimits(plan);
  return made.ok ? ok({ ...parts, plan: made.value, rowsAt: isPooled ? slotAt(made.value.main, "rows") : null }) : made;
}

/** The given columns first, then what rules fill in, then what Drizzle's functions make. */
function insertCells(
  insert: Insert,
  rules: readonly { readonly name: string; readonly value: Parameters<typeof ruleCell>[1] }[],
): readonly CellSource[] {
  const cells: CellSource[] = givenCells(insert);
  const taken = new Set(insert.columns.map((column) => column.name));
  for (const { name, value } of rules) {
    const column = insert.collection.columns.get(name);
    if (column === undefined || taken.has(name)) continue;
    cells.push(ruleCell(column, value));
    taken.add(name);
  }
  for (const column of insert.collection.columns.values()) {
    const make = column.makeDefault ?? (column.hasDefault ? null : column.makeUpdate);
    if (make !== null && !taken.has(column.name)) cells.push({ column, from: { kind: "made", make } });
  }
  return cells;
}

function updateCells(update: Update): readonly CellSource[] {
  const cells: CellSource[] = givenCells(update);
  const taken = new Set(update.columns.map((column) => column.name));
  for (const column of update.defaults ?? []) {
    if (column.makeDefault === null) continue;
    cells.push({ column, from: { kind: "made", make: column.makeDefault } });
    taken.add(column.name);
  }
  for (const column of update.collection.columns.values()) {
    if (column.makeUpdate !== null && !taken.has(column.name)) {
      cells.push({ column, from: { kind: "made", make: column.makeUpdate } });
    }
  }
  return cells;
}

function givenCells(write: Insert | Update): CellSource[] {
  return write.columns.map((column, index) => ({ column, from: { kind: "given", index } }));
}

function ruleCell(
  column: CellSource["column"],
  value: Extract<CellSource["from"], { kind: "rule" }>["value"],
): CellSource {
  return { column, from: { kind: "rule", value } };
}

export function columnsOf(cells: readonly CellSource[]): readonly CellSource["column"][] {
  return cells.map((source) => source.column);
}

const phrases: Readonly<Record<Write["kind"], string>> = {
  insert: "insert into",
  update: "update",
  delete: "delete from",
};

/** PostgreSQL's `object_not_in_prerequisite_state`, whoever asks. */
function readOnly({ kind, collection }: Write): Failure {
  return failure("55000", `cannot ${phrases[kind]} view "${collection.name}"`, {
    details: "Views are read-only: write to the tables that they select from.",
    headers: { allow: "OPTIONS,GET,HEAD" },
  });
}

/** Every to-many embed, at any depth, gives at most so many rows. */
function boundEmbeds(select: readonly Selection[], limits: Limits): readonly Selection[] {
  return select.map((selection) => {
    if (selection.kind === "group") return { ...selection, select: boundEmbeds(selection.select, limits) };
    if (selection.kind !== "embed") return selection;
    const { read } = selection;
    if (read.page !== undefined) return { ...selection, read: boundPage(read, limits) };
    if (limits.maxEmbedRows === Number.MAX_SAFE_INTEGER && !hasPages(read.select)) return selection;
    return { ...selection, read: { ...read, select: boundEmbeds(read.select, limits), ...mostRows(limits) } };
  });
}

function mostRows({ maxEmbedRows }: Limits): Pick<Read, "most"> {
  return maxEmbedRows === Number.MAX_SAFE_INTEGER ? {} : { most: maxEmbedRows };
}

function hasPages(select: readonly Selection[]): boolean {
  return select.some((selection) => {
    if (selection.kind === "group") return hasPages(selection.select);
    return selection.kind === "embed" && (selection.read.page !== undefined || hasPages(selection.read.select));
  });
}

/** A page has no more rows than an answer may have, at whatever level it stands. */
export function boundPage(read: Read, limits: Limits): Read {
  const { page } = read;
  if (page === undefined) return { ...read, select: boundEmbeds(read.select, limits) };
  const members = page.members.map((member) =>
    "select" in member ? { ...member, select: boundEmbeds(member.select, limits) } : member,
  );
  return { ...read, page: { ...page, members }, most: read.collection.maxRows ?? limits.maxRows };
}

/** A write's filters and what it gives back count like a read's. */
function asRead(write: Write): Read {
  const select: readonly Selection[] = write.returning ?? [];
  const { collection } = write;
  if (write.kind === "insert") {
    return { collection, select, where: null, order: write.order ?? [], limit: null, offset: null };
  }
  const { where, order, limit, offset } = write;
  return { collection, select, where, order, limit, offset };
}

export function withinLimits<T>(plan: () => Result<T, Failure>): Result<T, Failure> {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof SqlLimitError)) throw error;
    return err(failure("54000", "the request is too large for one statement", { details: error.message }));
  }
}
