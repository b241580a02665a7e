import { type Failure, failure } from "../../kernel/failure.ts";
import type { Json } from "../../kernel/json.ts";
import { collect, err, ok, type Result } from "../../kernel/result.ts";
import { readIdentity } from "../../plan/identity.ts";
import { isRecord } from "../given.ts";
import type { Entity, EntityKey } from "../meaning.ts";
import { jsonOf } from "../sink.ts";

type Entities = ReadonlyMap<string, Entity>;

/** What is known of a row: which type it is of, and the values of a key; null where those name no row. */
export interface Representation {
  /** Equal for those that one look-up answers: of one type, by one key. */
  readonly group: string;
  readonly entity: Entity;
  readonly key: EntityKey;
  /** In the order of the key's columns. */
  readonly values: readonly Json[] | null;
}

/** Errors: 22023 for what is no representation, for unknown types and for those without a key. */
export function readRepresentations(given: unknown, entities: Entities): Result<readonly Representation[], Failure> {
  return collect(listOf(given), (each) => readRepresentation(each, entities));
}

/** What of the representations decides the SQL: which types there are, by which keys. */
export function representationsShape(given: unknown, entities: Entities): string {
  const read = readRepresentations(given, entities);
  return read.ok
    ? groupsOf(read.value)
        .map(({ group }) => group)
        .sort()
        .join()
    : "?";
}

/** One of each type and key. */
export function groupsOf(representations: readonly Representation[]): readonly Representation[] {
  return [...new Map(representations.map((each) => [each.group, each])).values()];
}

/** A value that is no list is the one in it. */
export function listOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  return given === null || given === undefined ? [] : [given];
}

function readRepresentation(given: unknown, entities: Entities): Result<Representation, Failure> {
  const name = isRecord(given) ? given.__typename : undefined;
  if (!isRecord(given) || typeof name !== "string") {
    return err(failure("22023", "a representation is an object with __typename"));
  }
  const entity = entities.get(name);
  if (entity === undefined) return err(failure("22023", "a representation is of a type that is no entity"));
  const has = (key: EntityKey, holds: (value: unknown) => boolean): boolean =>
    namesOf(key).every((field) => Object.hasOwn(given, field) && holds(given[field]));
  const key = entity.keys.find((each) => has(each, (value) => value !== null && value !== undefined));
  if (key !== undefined) return ok(representation({ entity, key, values: valuesOf(given, { entity, key }) }));
  const empty = entity.keys.find((each) => has(each, () => true));
  if (empty !== undefined) return ok(representation({ entity, key: empty, values: null }));
  return err(failure("22023", `a representation of ${name} has none of its keys`));
}

function representation(of: Omit<Representation, "group">): Representation {
  return { ...of, group: `${of.entity.collection.name}(${of.key.fields})` };
}

function namesOf({ isIdentity, columns }: EntityKey): readonly string[] {
  return isIdentity ? ["nodeId"] : columns.map(({ argument }) => argument);
}

function valuesOf(
  given: Readonly<Record<string, unknown>>,
  { entity, key }: Pick<Representation, "entity" | "key">,
): readonly Json[] | null {
  if (!key.isIdentity) return namesOf(key).map((name) => jsonOf(given[name]));
  const identity = readIdentity(String(given.nodeId));
  if (identity === null || identity.tag !== entity.collection.name) return null;
  return identity.key.length === key.columns.length ? identity.key : null;
}
