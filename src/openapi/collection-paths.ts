import type { Limits } from "../engine/limits.ts";
import type { JsonObject } from "../kernel/json.ts";
import { componentName, ref } from "./component-name.ts";
import { filterParameters, parameter } from "./parameters.ts";
import { answer, failuresOf, rowsContent } from "./responses.ts";
import type { Rights } from "./rights.ts";

/** The operations at `/rest/v1/<collection>` that a role may use. */
export function collectionPath(rights: Rights, limits: Limits): JsonObject {
  const { collection, reads, inserts, updates, deletes } = rights;
  const place = { rights, limits, filters: filtersOf(rights) };
  const canMerge = inserts !== null && updates !== null;
  const keyed = collection.primaryKey.length > 0 && collection.primaryKey.every((name) => has(inserts, name));
  return {
    ...(reads === null ? {} : { get: readOperation(place) }),
    ...(inserts === null ? {} : { post: insertOperation(place, canMerge) }),
    ...(canMerge && keyed && collection.primaryKey.every((name) => has(reads, name))
      ? { put: putOperation(place) }
      : {}),
    ...(updates === null ? {} : { patch: updateOperation(place) }),
    ...(deletes ? { delete: deleteOperation(place) } : {}),
  };
}

interface Place {
  readonly rights: Rights;
  readonly limits: Limits;
  readonly filters: readonly JsonObject[];
}

function has(columns: Rights["reads"], name: string): boolean {
  return columns?.some((column) => column.name === name) === true;
}

function filtersOf({ collection, reads }: Rights): readonly JsonObject[] {
  const filters = filterParameters(collection.name, reads ?? []).map(([name]) => ref("parameters", name));
  return reads === null ? [] : [...filters, parameter("and"), parameter("or")];
}

function head({ rights: { collection } }: Place, verb: string, summary: string): JsonObject {
  return {
    operationId: `${verb}_${componentName(collection.name)}`,
    tags: [collection.name],
    summary: `${summary} ${collection.name}`,
    description: collection.description ?? `${summary} \`${collection.name}\`.`,
  };
}

function rowOf({ rights: { collection } }: Place, suffix = ""): JsonObject {
  return ref("schemas", `${componentName(collection.name)}${suffix}`);
}

function content(place: Place): JsonObject | null {
  const { collection, reads } = place.rights;
  return reads === null ? null : rowsContent(rowOf(place), collection.maxRows ?? place.limits.maxRows);
}

function named(...names: readonly string[]): readonly JsonObject[] {
  return names.map(parameter);
}

function readOperation(place: Place): JsonObject {
  const rows = (description: string): JsonObject =>
    answer(description, { headers: ["Content-Range"], content: content(place) });
  return {
    ...head(place, "read", "Reads"),
    parameters: [...place.filters, ...named("select", "order", "limit", "offset", "range", "prefer.read")],
    responses: {
      200: rows("The rows."),
      206: rows("Some of the rows, where `count=exact` tells that there are more."),
      ...failuresOf("403", "406", "416"),
    },
  };
}

function bodyOf(place: Place, suffix: string, many: boolean): JsonObject {
  const row = rowOf(place, suffix);
  const rows = { type: "array", items: row, maxItems: place.limits.maxInsertRows };
  const csv = { "text/csv": { schema: { type: "string", format: "text", maxLength: place.limits.maxBodyBytes } } };
  return {
    required: true,
    content: { "application/json": { schema: many ? { oneOf: [row, rows] } : row }, ...(many ? csv : {}) },
  };
}

/** What a write asks and answers besides its rows: without the right to read, nothing comes back. */
function written(place: Place): readonly JsonObject[] {
  const selected = place.rights.reads === null ? [] : named("select");
  return [...selected, ...named("prefer.write", "idempotencyKey")];
}

function representation(place: Place, description: string): JsonObject {
  return answer(description, { headers: ["Content-Range", "Preference-Applied"], content: content(place) });
}

function insertOperation(place: Place, canMerge: boolean): JsonObject {
  const headers = ["Location", "Preference-Applied"];
  return {
    ...head(place, "insert", "Inserts into"),
    parameters: [...written(place), ...named("columns"), ...(canMerge ? named("onConflict") : [])],
    requestBody: bodyOf(place, ".insert", true),
    responses: {
      201: answer("Written; the rows where `return=representation` asks for them.", {
        headers,
        content: content(place),
      }),
      ...(canMerge ? { 200: representation(place, "Merged into rows that were there.") } : {}),
      ...failuresOf("403", "406", "409", "413"),
    },
  };
}

function putOperation(place: Place): JsonObject {
  return {
    ...head(place, "put", "Puts one row of"),
    parameters: [...place.filters, ...written(place)],
    requestBody: bodyOf(place, ".insert", false),
    responses: {
      200: representation(place, "The row was there."),
      201: representation(place, "The row is new."),
      204: answer("Written."),
      ...failuresOf("403", "406", "409", "413"),
    },
  };
}

function updateOperation(place: Place): JsonObject {
  return {
    ...head(place, "update", "Updates"),
    parameters: [...place.filters, ...written(place), ...named("columns", "order", "limit", "offset", "ifMatch")],
    requestBody: bodyOf(place, ".update", false),
    responses: {
      200: representation(place, "The rows as they are now."),
      204: answer("Written."),
      ...failuresOf("403", "406", "409", "412", "413"),
    },
  };
}

function deleteOperation(place: Place): JsonObject {
  return {
    ...head(place, "delete", "Deletes from"),
    parameters: [...place.filters, ...written(place), ...named("order", "limit", "offset", "ifMatch")],
    responses: {
      200: representation(place, "The rows as they were."),
      204: answer("Deleted."),
      ...failuresOf("403", "406", "409", "412"),
    },
  };
}
