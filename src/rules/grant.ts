import type { SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import type { Json } from "../kernel/json.ts";
import { sourceName } from "../schema/collection.ts";
import type { ClaimTerm, Condition, now, RuleColumn } from "./condition.ts";

/** One permission: to some roles, for some rows, on some columns. Several are alternatives: any of them is enough. */
export interface Grant {
  readonly roles: readonly string[];
  readonly when: Condition | null;
  readonly check: Condition | null;
  readonly columns: readonly RuleColumn[] | null;
}

/** A grant in the making; every step gives a new one. */
export interface GrantBuilder {
  readonly grant: Grant;
  /** The rows that exist for the caller: read, updated or deleted only where this holds. */
  when(condition: Condition): GrantBuilder;
  /** What a row must be after an insert or update. An update without it must still fulfil `when`. */
  check(condition: Condition): GrantBuilder;
  /** Only these columns: read by a select, written by an insert or update. */
  only(...columns: readonly RuleColumn[]): GrantBuilder;
}

/**
 * Permits the operation to the roles, and to every role that extends them: `allow("anon")` is everybody.
 * Without `when` and `check` it is for every row, without `only` for every column.
 */
export function allow(...roles: readonly string[]): GrantBuilder {
  return build({ roles, when: null, check: null, columns: null });
}

function build(grant: Grant): GrantBuilder {
  return {
    grant,
    when: (when) => build({ ...grant, when }),
    check: (check) => build({ ...grant, check }),
    only: (...columns) => build({ ...grant, columns }),
  };
}

/** The rules of one collection. An operation without a grant is denied to everybody but the service role. */
export interface RuleSet {
  readonly collection: string;
  readonly select: readonly Grant[];
  readonly insert: readonly Grant[];
  readonly update: readonly Grant[];
  readonly delete: readonly Grant[];
  readonly defaults: Readonly<Record<string, DefaultTerm>>;
}

/** A value that an insert gets where the caller gives none. A column outside `only` can have no other. */
export type DefaultTerm = ClaimTerm | typeof now | { readonly kind: "literal"; readonly value: Json };

export interface RuleOptions<Table extends SQLiteTable> {
  readonly select?: readonly GrantBuilder[];
  readonly insert?: readonly GrantBuilder[];
  readonly update?: readonly GrantBuilder[];
  readonly delete?: readonly GrantBuilder[];
  /** By the property's name in the table: `{ authorId: caller.id, createdAt: now }`. */
  readonly defaults?: { readonly [Property in keyof Table["_"]["columns"]]?: DefaultTerm };
}

/** Declares who may do what with a collection; a view can only be selected from. */
export function rulesFor<Table extends SQLiteTable>(table: Table, options: RuleOptions<Table>): RuleSet;
export function rulesFor(view: SQLiteView, options: Pick<RuleOptions<SQLiteTable>, "select">): RuleSet;
export function rulesFor(source: SQLiteTable | SQLiteView, options: RuleOptions<SQLiteTable>): RuleSet {
  const defaults: Record<string, DefaultTerm> = {};
  for (const [property, value] of Object.entries<DefaultTerm | undefined>(options.defaults ?? {})) {
    if (value !== undefined) defaults[property] = value;
  }
  return {
    collection: sourceName(source),
    select: grants(options.select),
    insert: grants(options.insert),
    update: grants(options.update),
    delete: grants(options.delete),
    defaults,
  };
}

function grants(builders: readonly GrantBuilder[] = []): readonly Grant[] {
  return builders.map((builder) => builder.grant);
}
