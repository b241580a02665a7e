import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { parseJson, parseText } from "../schema/kinds/parse.ts";
import type { Collection, Column } from "../schema/model.ts";
import type { Payload } from "./body.ts";
import type { Call } from "./call.ts";
import { unknownCollection } from "./failures.ts";
import type { LogicNode } from "./parse-logic.ts";
import { type ParsedQuery, parseSkeleton } from "./parse-shape.ts";

/**
 * What a PUT writes: the one row of its body that is under the key that the URL names. Errors: PGRST105 for other filters
 * than the key's, PGRST114 for a limit, PGRST115 where no row, or more than one, has that key.
 * Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#single-upsert
 */
export function putPayload(call: Call, payload: Payload): Result<Payload, Failure> {
  const { lexed, server } = call;
  if (lexed.limit !== null || lexed.offset !== null) {
    return err(failure("PGRST114", "limit/offset querystring parameters are not allowed for PUT"));
  }
  const parsed = parseSkeleton(lexed.skeleton);
  if (!parsed.ok) return parsed;
  const collection = server.model.collections.get(call.collection);
  if (collection === undefined) return err(unknownCollection(server.model, call.collection));
  const keys = keyArguments(collection, parsed.value);
  if (keys === null) {
    return err(
      failure("PGRST105", "Filters must include all and only primary key columns with 'eq' operators", { status: 405 }),
    );
  }
  const wanted = storedKey(call, keys);
  if (!wanted.ok) return wanted;
  const matching = payload.rows.filter((row) =>
    wanted.value.every(({ column, stored }) => {
      const cell = row[payload.columns.indexOf(column.name)];
      return cell !== undefined && cell !== null && storedJson(cell, column) === stored;
    }),
  );
  if (matching.length === 1) return ok({ columns: payload.columns, rows: matching });
  return err(failure("PGRST115", "Payload values do not match URL in primary key column(s)"));
}

interface KeyArgument {
  readonly column: Column;
  readonly argument: number;
}

/** Null where the filters are not just `eq` on each column of the key. */
function keyArguments(collection: Collection, parsed: ParsedQuery): readonly KeyArgument[] | null {
  const found = new Map<string, number>();
  for (const { path, item } of parsed.filters) {
    const key = path.length === 0 ? equality(item) : null;
    if (key === null || !collection.primaryKey.includes(key.name)) return null;
    found.set(key.name, key.argument);
  }
  if (found.size !== collection.primaryKey.length || found.size === 0) return null;
  return [...found].flatMap(([name, argument]) => {
    const column = collection.columns.get(name);
    return column === undefined ? [] : [{ column, argument }];
  });
}

function equality(item: LogicNode): { readonly name: string; readonly argument: number } | null {
  if (item.kind !== "filter" || item.field.path.length > 0) return null;
  const { negated, operator, quantifier, argument } = item.operation;
  if (negated || operator !== "eq" || quantifier !== null || argument === null) return null;
  return { name: item.field.name, argument };
}

interface StoredKey {
  readonly column: Column;
  readonly stored: unknown;
}

function storedKey(call: Call, keys: readonly KeyArgument[]): Result<readonly StoredKey[], Failure> {
  const stored: StoredKey[] = [];
  for (const { column, argument } of keys) {
    const value = call.lexed.arguments[argument];
    const parsed = parseText(value?.kind === "text" ? value.text : "", column.type);
    if (!parsed.ok) return err(failure(parsed.error.code, parsed.error.message));
    stored.push({ column, stored: parsed.value });
  }
  return ok(stored);
}

function storedJson(cell: Json, column: Column): unknown {
  const parsed = parseJson(cell, column.type);
  return parsed.ok ? parsed.value : undefined;
}
