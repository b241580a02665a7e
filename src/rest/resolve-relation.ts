import { type Failure, failure } from "../kernel/failure.ts";
import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Cardinality, Collection, Model, Relation } from "../schema/model.ts";
import { schemaName, visibleColumn } from "./failures.ts";
import { guessed } from "./suggest.ts";

interface Wanted {
  /** A collection, a foreign key or a column, as `select` names it. */
  readonly name: string;
  readonly hint: string | null;
}

/**
 * The relation that an embed means. Errors: PGRST200 for none, PGRST201 for several.
 * Source: https://docs.postgrest.org/en/v14/references/api/resource_embedding.html
 */
export function resolveRelation(model: Model, origin: Collection, wanted: Wanted): Result<Relation, Failure> {
  const found = origin.relations.filter((relation) =>
    relation.target === origin.name ? meansSelf(model, relation, wanted) : means(model, relation, wanted),
  );
  const [only, ...others] = found;
  if (only === undefined) return err(noRelation(origin, wanted));
  return others.length === 0 ? ok(only) : err(ambiguous(origin, wanted, found));
}

function means(model: Model, relation: Relation, { name, hint }: Wanted): boolean {
  if (hint === null) {
    if (relation.target === name) return true;
    // Keys and columns mean tables: https://github.com/PostgREST/postgrest/issues/2277
    if (model.collections.get(relation.target)?.kind === "view") return false;
    return isConstraint(model, relation, name) || isColumn(model, relation, "from", name);
  }
  return (
    relation.target === name &&
    (isConstraint(model, relation, hint) ||
      isColumn(model, relation, "from", hint) ||
      isColumn(model, relation, "to", hint) ||
      relation.junction?.collection === hint)
  );
}

/**
 * One foreign key to the own table is two relations: the column's name means the row that it points at, the table's name
 * the rows that point here.
 */
function meansSelf(model: Model, relation: Relation, { name, hint }: Wanted): boolean {
  if (relation.junction !== null) return false;
  if (hint !== null) return relation.target === name && !relation.owned && isColumn(model, relation, "to", hint);
  return relation.owned ? isColumn(model, relation, "from", name) : relation.target === name;
}

function isConstraint(model: Model, relation: Relation, name: string): boolean {
  if (relation.junction !== null) return false;
  if (relation.constraints[0] === name) return true;
  const owner = model.collections.get(relation.owned ? relation.source : relation.target);
  const key = owner?.foreignKeys.find((candidate) => candidate.name === relation.constraints[0]);
  return key?.aliases.includes(name) ?? false;
}

/** The key is the one column of that name. */
function isColumn(model: Model, relation: Relation, side: "from" | "to", name: string): boolean {
  const [pair, ...more] = relation.pairs;
  if (pair === undefined || more.length > 0 || pair[side] !== name) return false;
  const collection = model.collections.get(side === "from" ? relation.source : relation.target);
  return collection !== undefined && visibleColumn(collection, name) !== null;
}

function noRelation(origin: Collection, { name, hint }: Wanted): Failure {
  const targets = new Set(origin.relations.map((relation) => relation.target));
  const near = targets.has(name) ? null : guessed(name, targets);
  const using = hint === null ? "" : ` using the hint '${hint}'`;
  const message = `Could not find a relationship between '${origin.name}' and '${name}' in the schema cache`;
  return failure("PGRST200", message, {
    details: `Searched for a foreign key relationship between '${origin.name}' and '${name}'${using} in the schema '${schemaName}', but no matches were found.`,
    hint: near === null ? null : `Perhaps you meant '${near}' instead of '${name}'.`,
  });
}

/** PostgREST lists the candidates by cardinality, and by name among those of one. */
const cardinalities: readonly Cardinality[] = ["one-to-many", "many-to-one", "one-to-one", "many-to-many"];

function byCardinality(left: Relation, right: Relation): number {
  const difference = cardinalities.indexOf(left.cardinality) - cardinalities.indexOf(right.cardinality);
  if (difference !== 0) return difference;
  const [first, second] = [sortName(left), sortName(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function sortName({ junction, constraints, pairs }: Relation): string {
  return [junction?.collection ?? "", ...constraints, ...pairs.map((pair) => pair.from)].join("\u0000");
}

function ambiguous(origin: Collection, { name }: Wanted, all: readonly Relation[]): Failure {
  const found = all.toSorted(byCardinality);
  const hints = found.map((relation) => `'${relation.target}!${hintFor(relation)}'`).join(", ");
  const message = `Could not embed because more than one relationship was found for '${origin.name}' and '${name}'`;
  return failure("PGRST201", message, {
    details: found.map(describe),
    hint: `Try changing '${name}' to one of the following: ${hints}. Find the desired relationship in the 'details' key.`,
  });
}

function hintFor(relation: Relation): string {
  return relation.junction?.collection ?? relation.constraints[0] ?? "";
}

function describe(relation: Relation): JsonObject {
  const [first = "", second = ""] = relation.constraints;
  const { junction, pairs } = relation;
  const from = names(pairs.map((pair) => pair.from));
  const to = names(pairs.map((pair) => pair.to));
  return {
    cardinality: relation.cardinality,
    embedding: `${relation.source} with ${relation.target}`,
    relationship:
      junction === null
        ? `${first} using ${relation.source}${from} and ${relation.target}${to}`
        : `${junction.collection} using ${first}${names(junction.near.map((pair) => pair.to))} and ${second}${names(junction.far.map((pair) => pair.from))}`,
  };
}

function names(columns: readonly string[]): string {
  return `(${columns.join(", ")})`;
}
