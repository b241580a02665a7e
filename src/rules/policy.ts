import { getTableName, is, SQL } from "drizzle-orm";
import { serviceRole } from "../kernel/principal.ts";
import { DefinitionError } from "../schema/definition-error.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import { callerOperand, compileCondition, isMoment, nowOperand } from "./compile-condition.ts";
import { columnName } from "./condition.ts";
import { type CallerOperand, type Expression, type NowOperand, yes } from "./expression.ts";
import type { DefaultTerm, Grant, RuleSet } from "./grant.ts";
import { compileRoles, type RoleDefinitions, type Roles } from "./roles.ts";

export type Operation = "select" | "insert" | "update" | "delete";

const operations: readonly Operation[] = ["select", "insert", "update", "delete"];

/** A grant that applies: its conditions compiled. */
export interface Permission {
  /** Null: every column that is not hidden. */
  readonly columns: ReadonlySet<string> | null;
  /** For select, update, delete: on which rows. */
  readonly when: Expression;
  /** For insert and update: what the row must be afterwards. */
  readonly check: Expression;
}

export type DefaultValue = { readonly kind: "literal"; readonly value: Stored } | CallerOperand | NowOperand;

/** Who may do what. Nothing that is not in here is allowed. */
export interface Policy {
  readonly knowsRole: (role: string) => boolean;
  /** The alternatives of which one must hold; none: denied. */
  readonly permissions: (collection: string, operation: Operation, role: string) => readonly Permission[];
  /** By column name: what an insert gets where the caller gives nothing. */
  readonly defaults: (collection: string) => ReadonlyMap<string, DefaultValue>;
}

interface CompiledGrant extends Permission {
  readonly roles: readonly string[];
}

const everything: readonly Permission[] = [{ columns: null, when: yes, check: yes }];
const noDefaults: ReadonlyMap<string, DefaultValue> = new Map();

/** @throws DefinitionError naming the collection, the operation and the mend */
export function compilePolicy(model: Model, ruleSets: readonly RuleSet[], roleDefinitions: RoleDefinitions): Policy {
  const roles = compileRoles(roleDefinitions);
  const grants = new Map<string, readonly CompiledGrant[]>();
  const defaults = new Map<string, ReadonlyMap<string, DefaultValue>>();
  for (const rules of ruleSets) {
    const collection = model.collections.get(rules.collection);
    if (collection === undefined) {
      throw new DefinitionError(
        `rules of ${rules.collection}`,
        "it is no collection",
        "Add collection() for the table",
      );
    }
    if (defaults.has(collection.name)) {
      throw new DefinitionError(
        `rules of ${collection.name}`,
        "they are declared twice",
        "Join them in one rulesFor()",
      );
    }
    for (const operation of operations) {
      const compiled = rules[operation].map((grant) => compileGrant(grant, operation, { model, collection, roles }));
      grants.set(`${collection.name} ${operation}`, compiled);
    }
    defaults.set(collection.name, compileDefaults(rules, collection));
  }
  return {
    knowsRole: (role) => role === serviceRole || roles.has(role),
    permissions(collection, operation, role) {
      if (role === serviceRole) return everything;
      const held = roles.get(role);
      if (held === undefined) return [];
      const candidates = grants.get(`${collection} ${operation}`) ?? [];
      return candidates.filter((grant) => grant.roles.some((name) => held.has(name)));
    },
    defaults: (collection) => defaults.get(collection) ?? noDefaults,
  };
}

interface GrantPlace {
  readonly model: Model;
  readonly collection: Collection;
  readonly roles: Roles;
}

function compileGrant(grant: Grant, operation: Operation, place: GrantPlace): CompiledGrant {
  const { model, collection, roles } = place;
  const where = `rules of ${collection.name}, ${operation}`;
  if (collection.kind === "view" && operation !== "select") {
    throw new DefinitionError(where, "a view is read-only", "Declare select alone, and the rest on its tables");
  }
  for (const role of grant.roles) {
    if (!roles.has(role)) {
      throw new DefinitionError(where, `role "${role}" does not exist`, `Use one of: ${[...roles.keys()].join(", ")}`);
    }
  }
  if (operation === "insert" && grant.when !== null) {
    throw new DefinitionError(where, "an insert has no row for when()", "Use check()");
  }
  if ((operation === "select" || operation === "delete") && grant.check !== null) {
    throw new DefinitionError(where, `a ${operation} writes no row to check()`, "Use when()");
  }
  if (operation === "update" && grant.check !== null && grant.when === null) {
    throw new DefinitionError(
      where,
      "check() alone lets any row be taken over",
      "Say which rows with when(), or when(always)",
    );
  }
  if (operation === "delete" && grant.columns !== null) {
    throw new DefinitionError(where, "a delete has no columns for only()", "Leave it out");
  }
  const scopes = [collection];
  const when = grant.when === null ? yes : compileCondition(grant.when, { model, where, scopes, hasBefore: false });
  const check =
    grant.check === null
      ? when
      : compileCondition(grant.check, { model, where, scopes, hasBefore: operation === "update" });
  return { roles: grant.roles, columns: grantColumns(grant, collection, where), when, check };
}

function grantColumns(grant: Grant, collection: Collection, where: string): ReadonlySet<string> | null {
  if (grant.columns === null) return null;
  const names = new Set<string>();
  for (const column of grant.columns) {
    const name = columnName(column);
    const table = is(column, SQL.Aliased) ? collection.name : getTableName(column.table);
    if (table !== collection.name || !collection.columns.has(name)) {
      throw new DefinitionError(where, `only() names ${table}.${name}`, `Name columns of ${collection.name}`);
    }
    names.add(name);
  }
  return names;
}

function compileDefaults(rules: RuleSet, collection: Collection): ReadonlyMap<string, DefaultValue> {
  const byProperty = new Map([...collection.columns.values()].map((column) => [column.property, column]));
  const values = new Map<string, DefaultValue>();
  for (const [property, term] of Object.entries(rules.defaults)) {
    const column = byProperty.get(property);
    if (column === undefined) {
      const known = [...byProperty.keys()].join(", ");
      throw new DefinitionError(`defaults of ${collection.name}`, `no column "${property}"`, `Use one of: ${known}`);
    }
    values.set(column.name, defaultValue(term, column, collection));
  }
  return values;
}

function defaultValue(term: DefaultTerm, column: Column, collection: Collection): DefaultValue {
  if (column.generated) {
    throw new DefinitionError(`defaults of ${collection.name}`, `${column.name} is generated`, "Leave it out");
  }
  if (term.kind === "claim") return callerOperand(term, column.type, false);
  if (term.kind === "now") {
    if (isMoment(column.type)) return nowOperand(term, column.type, `defaults of ${collection.name}`);
    throw new DefinitionError(
      `defaults of ${collection.name}`,
      `${column.name} holds no time`,
      "Give it another default",
    );
  }
  if (term.kind !== "literal") {
    throw new DefinitionError(
      `defaults of ${collection.name}`,
      `${column.name} is given a column`,
      "Give a value or a claim",
    );
  }
  const parsed = parseJson(term.value, column.type);
  if (parsed.ok) return { kind: "literal", value: parsed.value };
  throw new DefinitionError(
    `defaults of ${collection.name}`,
    parsed.error.message,
    "Give a value of the column's kind",
  );
}
