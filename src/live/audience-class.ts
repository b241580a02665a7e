import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { ok, type Result } from "../kernel/result.ts";
import { callerList, callerValue } from "../rules/caller-value.ts";
import { type CallerOperand, type Exists, type Expression, operandsOf, partsOf } from "../rules/expression.ts";
import { type Access, type Source, sourceOf } from "../rules/secure.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import type { Collection } from "../schema/model.ts";

/** What the rules of a collection make of a role. */
export interface RoleView {
  readonly source: Source;
  /** The columns by name, as one text: equal for roles that see the same ones. */
  readonly shape: string;
  /** Everything of every row: rows go out as they are. */
  readonly isWhole: boolean;
  /** Whose answer has to be asked of the database. */
  readonly exists: readonly Exists[];
  /** What the rules look at of who asks. */
  readonly callers: readonly CallerOperand[];
}

/** All principals that the rules of a collection cannot tell apart. */
export interface AudienceClass {
  readonly view: RoleView;
  /** Any one of them. */
  readonly principal: Principal;
  readonly key: string;
}

/** The class of a principal; 42501 where it may read nothing of the collection. */
export type ClassOf = (collection: Collection, principal: Principal) => Result<AudienceClass, Failure>;

export function classes(access: Omit<Access, "role">): ClassOf {
  const views = new Map<string, Result<RoleView, Failure>>();

  const viewOf = (collection: Collection, role: string): Result<RoleView, Failure> => {
    const key = JSON.stringify([collection.name, role]);
    let view = views.get(key);
    if (view === undefined) {
      const source = sourceOf(collection, { ...access, role });
      view = source.ok ? ok(roleView(source.value)) : source;
      views.set(key, view);
    }
    return view;
  };

  return (collection, principal) => {
    const view = viewOf(collection, principal.role);
    if (!view.ok) return view;
    const asked = view.value.callers.map((operand) => callerText(principal, operand));
    return ok({ view: view.value, principal, key: JSON.stringify([collection.name, principal.role, ...asked]) });
  };
}

function roleView(source: Source): RoleView {
  const { collection, rows, masks, columns } = source;
  const parts = [rows, ...masks.values()].flatMap((expression) => [...partsOf(expression)]);
  const names = columns.map(({ name }) => name);
  return {
    source,
    shape: JSON.stringify([collection.name, ...names]),
    isWhole: masks.size === 0 && columns.length === collection.columns.size,
    exists: [rows, ...masks.values()].flatMap((expression) => [...outermost(expression)]),
    callers: parts.flatMap(operandsOf).filter((operand) => operand.kind === "caller"),
  };
}

/** An `exists` inside another is answered along with it. */
function* outermost(expression: Expression): Generator<Exists> {
  if (expression.kind === "exists") yield expression;
  else if (expression.kind === "and" || expression.kind === "or")
    for (const item of expression.items) yield* outermost(item);
  else if (expression.kind === "not") yield* outermost(expression.item);
}

/** What an operand is for a principal, as text. */
function callerText(principal: Principal, operand: CallerOperand): string {
  return storedText(operand.list ? callerList(principal, operand) : [callerValue(principal, operand)]);
}

function storedText(values: readonly Stored[]): string {
  return JSON.stringify(values, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
