import { type Failure, failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Read, Selection } from "../query/read.ts";
import type { Delete, Insert, Update, Write } from "../query/write.ts";
import type { Collection, Column } from "../schema/model.ts";
import { allOf, anyOf, type Expression, holds, type Operand, yes } from "./expression.ts";
import type { DefaultValue, Operation, Permission } from "./policy.ts";
import { type Access, denied, type SecuredRead, secureRead, sourceOf } from "./secure.ts";

export interface SecuredInsert {
  readonly kind: "insert";
  readonly insert: Insert;
  /** What the new row must be. */
  readonly check: Expression;
  /** Columns that the caller leaves out and the rules fill in. */
  readonly defaults: ReadonlyMap<string, DefaultValue>;
  /** For `merge`: which existing rows may be changed (the caller sees them), and what they must be afterwards. */
  readonly merge: RowChange | null;
  readonly returning: SecuredRead | null;
}

export interface SecuredUpdate {
  readonly kind: "update";
  readonly update: Update;
  readonly change: RowChange;
  /** The rows as the caller sees them. */
  readonly target: SecuredRead;
  readonly returning: SecuredRead | null;
}

export interface SecuredDelete {
  readonly kind: "delete";
  readonly delete: Delete;
  readonly when: Expression;
  readonly target: SecuredRead;
  readonly returning: SecuredRead | null;
}

/** The rows that may be changed, and what each must be afterwards; the check may look at the row before. */
export interface RowChange {
  readonly when: Expression;
  readonly check: Expression;
}

export function secureInsert(insert: Insert, access: Access): Result<SecuredInsert, Failure> {
  const { collection, columns, conflict } = insert;
  const generated = columns.find((column) => column.generated);
  if (generated !== undefined) return err(cannotWrite(generated, "insert a non-DEFAULT value into"));
  const permissions = writable(collection, "insert", columns, access);
  if (!permissions.ok) return permissions;
  let merge: RowChange | null = null;
  if (conflict?.action === "merge") {
    const { update = columns.map(({ name }) => name) } = conflict;
    const changed = columns.filter(({ name }) => !conflict.columns.includes(name) && update.includes(name));
    const updates = writable(collection, "update", changed, access);
    if (!updates.ok) return updates;
    const seen = sourceOf(collection, access);
    if (!seen.ok) return seen;
    const change = rowChange(updates.value);
    merge = { ...change, when: allOf([change.when, seen.value.rows]) };
  }
  const returning = secureReturning(insert, access);
  if (!returning.ok) return returning;
  const given = new Set(columns.map((column) => column.name));
  const defaults = [...access.policy.defaults(collection.name)].filter(([name]) => !given.has(name));
  return ok({
    kind: "insert",
    insert,
    check: anyOf(permissions.value.map((permission) => permission.check)),
    defaults: new Map(defaults),
    merge,
    returning: returning.value,
  });
}

export function secureUpdate(update: Update, access: Access): Result<SecuredUpdate, Failure> {
  const { collection, columns } = update;
  const generated = columns.find((column) => column.generated);
  if (generated !== undefined) return err(cannotWrite(generated, "update"));
  const permissions = writable(collection, "update", [...columns, ...(update.defaults ?? [])], access);
  if (!permissions.ok) return permissions;
  const target = secureTarget(update, access);
  if (!target.ok) return target;
  const returning = secureReturning(update, access);
  if (!returning.ok) return returning;
  const change = rowChange(permissions.value);
  return ok({ kind: "update", update, change, target: target.value, returning: returning.value });
}

export function secureDelete(write: Delete, access: Access): Result<SecuredDelete, Failure> {
  const permissions = writable(write.collection, "delete", [], access);
  if (!permissions.ok) return permissions;
  const target = secureTarget(write, access);
  if (!target.ok) return target;
  const returning = secureReturning(write, access);
  if (!returning.ok) return returning;
  const when = anyOf(permissions.value.map((permission) => permission.when));
  return ok({ kind: "delete", delete: write, when, target: target.value, returning: returning.value });
}

/** The grants that cover every column which is written. */
function writable(
  collection: Collection,
  operation: Operation,
  columns: readonly Column[],
  access: Access,
): Result<readonly Permission[], Failure> {
  const permissions = access.policy.permissions(collection.name, operation, access.role);
  if (permissions.length === 0) return err(denied(collection));
  const covers = (permission: Permission, column: Column): boolean =>
    (!column.hidden || access.role === serviceRole) &&
    (permission.columns === null || permission.columns.has(column.name));
  const covering = permissions.filter((permission) => columns.every((column) => covers(permission, column)));
  if (covering.length > 0) return ok(covering);
  const refused = columns.find((column) => !permissions.some((permission) => covers(permission, column)));
  return err(denied(collection, (refused ?? columns[0])?.name));
}

/**
 * Several grants are alternatives for a row as a whole: the one whose `when` held before must be the one whose check
 * holds after.
 */
function rowChange(permissions: readonly Permission[]): RowChange {
  const [only, ...others] = permissions;
  if (only !== undefined && others.length === 0) return { when: only.when, check: only.check };
  const when = anyOf(permissions.map((permission) => permission.when));
  const check = permissions.some((permission) => holds(permission.when) && holds(permission.check))
    ? yes
    : anyOf(permissions.map((permission) => allOf([asBefore(permission.when, 0), permission.check])));
  return { when, check };
}

/** The same condition about the row before the update. */
function asBefore(expression: Expression, depth: number): Expression {
  const operand = (given: Operand): Operand =>
    given.kind === "column" && given.depth === depth ? { kind: "before", column: given.column } : given;
  switch (expression.kind) {
    case "constant":
      return expression;
    case "and":
    case "or":
      return { ...expression, items: expression.items.map((item) => asBefore(item, depth)) };
    case "not":
      return { ...expression, item: asBefore(expression.item, depth) };
    case "compare":
      return { ...expression, left: operand(expression.left), right: operand(expression.right) };
    case "in":
      return { ...expression, left: operand(expression.left) };
    case "null":
      return { ...expression, operand: operand(expression.operand) };
    case "exists":
      return { ...expression, where: asBefore(expression.where, depth + 1) };
  }
}

/** The rows that a write touches are those that the caller sees: a filter must not tell what a read would not. */
function secureTarget(write: Update | Delete, access: Access): Result<SecuredRead, Failure> {
  const { collection, where, order, limit, offset, related = [] } = write;
  // Of what comes back only what the rows are ordered by; an inner join there chooses no rows of the write.
  const select = (write.returning ?? []).flatMap((item): Selection[] => {
    const isOrder = item.kind === "embed" && order.some(({ embed }) => embed === item.as);
    return isOrder ? [{ ...item, join: "left" }] : [];
  });
  return secureRead({ collection, select: [...related, ...select], where, order, limit, offset }, access);
}

function secureReturning(write: Write, access: Access): Result<SecuredRead | null, Failure> {
  const { collection, returning: select, order = [] } = write;
  if (select === null) return ok(null);
  const read: Read = { collection, select, where: null, order, limit: null, offset: null };
  return secureRead(read, access);
}

/** PostgreSQL's `generated_always`. */
function cannotWrite(column: Column, action: "update" | "insert a non-DEFAULT value into"): Failure {
  const message =
    action === "update"
      ? `column "${column.name}" can only be updated to DEFAULT`
      : `cannot insert a non-DEFAULT value into column "${column.name}"`;
  return failure("428C9", message, { details: `Column "${column.name}" is a generated column.` });
}
