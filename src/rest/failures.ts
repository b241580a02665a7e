import { type Failure, failure } from "../kernel/failure.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import { guessed, nearest } from "./suggest.ts";

// PostgREST's errors to the letter. Source: https://docs.postgrest.org/en/v14/references/errors.html

/** The one schema there is. */
export const schemaName = "public";

export function unknownCollection(model: Model, name: string): Failure {
  const near = guessed(name, model.collections.keys());
  return failure("PGRST205", `Could not find the table '${schemaName}.${name}' in the schema cache`, {
    hint: near === null ? null : `Perhaps you meant the table '${schemaName}.${near}'`,
  });
}

/** PostgreSQL's `undefined_column`; `label` is the name that the table has in the statement. */
export function unknownColumn(label: string, collection: Collection, name: string): Failure {
  const near = nearest(name, visibleNames(collection)).map((column) => `the column "${label}.${column}"`);
  return failure("42703", `column ${label}.${name} does not exist`, {
    hint: near.length === 0 ? null : `Perhaps you meant to reference ${near.join(" or ")}.`,
  });
}

export function unknownPayloadColumn(collection: Collection, name: string): Failure {
  return failure("PGRST204", `Could not find the '${name}' column of '${collection.name}' in the schema cache`);
}

export function notEmbedded(name: string): Failure {
  return failure("PGRST108", `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}

/** PostgreSQL's `duplicate_alias`: `name` is what PostgREST calls the embed in its statement. */
export function embeddedTwice(name: string): Failure {
  return failure("42712", `table name "${name}" specified more than once`);
}

export function badEmbedOperator(name: string): Failure {
  return failure("PGRST120", `Bad operator on the '${name}' embedded resource`, {
    details: "Only is null or not is null filters are allowed on embedded resources",
  });
}

export const badSearchOperator: Failure = failure("42883", "operator does not exist: search", {
  hint: "Only fts, plfts, phfts and wfts search.",
});

export const rankWithoutSearch: Failure = failure("PGRST100", "an order by search needs a filter on search", {
  details: "The rows are ranked by how well they match it.",
  hint: "Add search=wfts.words",
});

export function relatedOrderToMany(origin: string, target: string): Failure {
  return failure("PGRST118", `A related order on '${target}' is not possible`, {
    details: `'${origin}' and '${target}' do not form a many-to-one or one-to-one relationship`,
  });
}

export function notOneRow(count: number): Failure {
  return failure("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${count} rows`,
  });
}

export function rangePastEnd(offset: number, total: number): Failure {
  return unsatisfiable(`An offset of ${offset} was requested, but there are only ${total} rows.`);
}

export function unsatisfiable(details: string): Failure {
  return failure("PGRST103", "Requested range not satisfiable", { details });
}

export const cursorAndOffset: Failure = failure("PER030", "a page begins after a cursor or at an offset, not at both", {
  hint: "Leave the offset out.",
});

export const negativeLimit: Failure = unsatisfiable("Limit should be greater than or equal to zero.");

export function invalidBody(message: string): Failure {
  return failure("PGRST102", message);
}

export function unsupported(details: string): Failure {
  return failure("PGRST127", "Feature not implemented", { details });
}

/** The names that the dialect knows. */
function* visibleNames(collection: Collection): Iterable<string> {
  for (const column of collection.columns.values()) if (!column.hidden) yield column.name;
}

/** A column by its name; a hidden one does not exist. */
export function visibleColumn(collection: Collection, name: string): Column | null {
  const column = collection.columns.get(name);
  return column === undefined || column.hidden ? null : column;
}
