import type { Policy } from "../rules/policy.ts";
import { sourceOf } from "../rules/secure.ts";
import type { Collection, Column, Model } from "../schema/model.ts";

/** What the contract is written for. */
export interface Viewer {
  readonly model: Model;
  readonly policy: Policy;
  readonly role: string;
}

/** What a role may do with a collection. */
export interface Rights {
  readonly collection: Collection;
  /** The columns that it may read, hidden ones left out; null where it may read nothing. */
  readonly reads: readonly Column[] | null;
  /** Those of them that are null in some rows because a rule hides them there. */
  readonly masked: ReadonlySet<string>;
  /** The columns that an insert may give; null where it may not insert. */
  readonly inserts: readonly Column[] | null;
  /** The columns that an update may set; null where it may not update, which asks for the right to read too. */
  readonly updates: readonly Column[] | null;
  readonly deletes: boolean;
}

/** By the same policy that the engine asks. */
export function rightsOf(collection: Collection, { model, policy, role }: Viewer): Rights {
  const source = sourceOf(collection, { model, policy, role });
  const visible = source.ok ? source.value.columns.filter((column) => !column.hidden) : [];
  const reads = visible.length === 0 ? null : visible;
  const writes = (operation: "insert" | "update"): readonly Column[] | null => {
    const permissions = collection.kind === "view" ? [] : policy.permissions(collection.name, operation, role);
    if (permissions.length === 0) return null;
    return [...collection.columns.values()].filter(
      ({ name, hidden, generated }) =>
        !hidden && !generated && permissions.some(({ columns }) => columns === null || columns.has(name)),
    );
  };
  const canDelete = collection.kind === "table" && policy.permissions(collection.name, "delete", role).length > 0;
  return {
    collection,
    reads,
    masked: new Set(source.ok ? source.value.masks.keys() : []),
    inserts: writes("insert"),
    updates: reads === null ? null : writes("update"),
    deletes: reads !== null && canDelete,
  };
}

export function mayAnything({ reads, inserts }: Rights): boolean {
  return reads !== null || inserts !== null;
}
