import { holds } from "../rules/expression.ts";
import type { Policy } from "../rules/policy.ts";
import { type Source, sourceOf } from "../rules/secure.ts";
import type { Collection, Column, Model, Relation } from "../schema/model.ts";

/** Whose schema it is. */
export interface Viewer {
  readonly model: Model;
  readonly policy: Policy;
  readonly role: string;
}

/** What a role sees of a collection, and may do with it. */
export interface View {
  readonly collection: Collection;
  /** The columns that it may read; empty: it may read nothing. */
  readonly columns: readonly Column[];
  /** Those of them that a rule hides in some rows. */
  readonly masked: ReadonlySet<string>;
  /** A rule hides some rows. */
  readonly isPartial: boolean;
  /** Its key tells every row from every other, and shows on every row. */
  readonly isPlaced: boolean;
  /** Null: it may not. */
  readonly inserts: readonly Column[] | null;
  readonly updates: readonly Column[] | null;
  readonly deletes: boolean;
}

/** By the same policy that the engine asks; null for a collection of which the role may do nothing. */
export function viewOf(collection: Collection, { model, policy, role }: Viewer): View | null {
  const found = sourceOf(collection, { model, policy, role });
  const source: Source | null = found.ok ? found.value : null;
  const columns = source?.columns ?? [];
  const reads = columns.length > 0;
  const writes = (operation: "insert" | "update"): readonly Column[] | null => {
    const permissions = collection.kind === "view" ? [] : policy.permissions(collection.name, operation, role);
    const writable = [...collection.columns.values()].filter(
      ({ name, hidden, generated }) =>
        !hidden && !generated && permissions.some((each) => each.columns === null || each.columns.has(name)),
    );
    return writable.length === 0 ? null : writable;
  };
  const inserts = writes("insert");
  if (!reads && inserts === null) return null;
  const key = collection.primaryKey;
  const masked = new Set(source?.masks.keys() ?? []);
  return {
    collection,
    columns,
    masked,
    isPartial: source === null || !holds(source.rows),
    isPlaced:
      key.length > 0 && key.every((name) => !masked.has(name) && columns.some((column) => column.name === name)),
    inserts,
    updates: reads ? writes("update") : null,
    deletes: reads && collection.kind === "table" && policy.permissions(collection.name, "delete", role).length > 0,
  };
}

/** Whether a role may read every column by which a relation is followed. */
export function followable(relation: Relation, views: ReadonlyMap<string, View>): boolean {
  const { junction, pairs } = relation;
  const near = junction?.near ?? pairs;
  const far = junction?.far ?? pairs;
  const reads = (collection: string, names: readonly string[]): boolean =>
    names.every((name) => views.get(collection)?.columns.some((column) => column.name === name) === true);
  return (
    (views.get(relation.target)?.columns.length ?? 0) > 0 &&
    reads(
      relation.source,
      near.map((pair) => pair.from),
    ) &&
    reads(
      relation.target,
      far.map((pair) => pair.to),
    ) &&
    (junction === null ||
      reads(junction.collection, [...junction.near.map((pair) => pair.to), ...junction.far.map((pair) => pair.from)]))
  );
}

/**
 * Whether the related row is always there and always seen: the foreign key is never null, and no rule hides it or the
 * row that it points at. A view has no foreign keys of its own: nothing promises that it shows the row.
 */
export function isCertain(relation: Relation, views: ReadonlyMap<string, View>): boolean {
  const source = views.get(relation.source);
  const target = views.get(relation.target);
  if (!relation.owned || source === undefined || target === undefined || target.isPartial) return false;
  if (source.collection.kind === "view" || target.collection.kind === "view") return false;
  return (
    relation.pairs.every(
      ({ from }) => source.collection.columns.get(from)?.notNull === true && !source.masked.has(from),
    ) && relation.pairs.every(({ to }) => !target.masked.has(to))
  );
}
