import type { ChangeOperation } from "../changes/record.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Interest } from "../live/live.ts";
import type { Collection, Model } from "../schema/model.ts";
import { parseChangesFilter, resolveChangesFilter, type WrittenCondition } from "./changes-filter.ts";
import type { Listener } from "./join-config.ts";

/** The listeners of a channel as interests, and the numbers by which the client knows them. */
export interface Listening {
  readonly interests: readonly Interest[];
  readonly ids: readonly number[];
}

/** The error is what the client is told, in the words of Supabase's Realtime. */
export function listening(listeners: readonly Listener[], model: Model): Result<Listening, string> {
  const interests: Interest[] = [];
  for (const listener of listeners) {
    const interest = interestOf(listener, model);
    if (!interest.ok) return interest;
    interests.push(interest.value);
  }
  return ok({ interests, ids: listeners.map(listenerId) });
}

const everything: ReadonlySet<ChangeOperation> = new Set(["INSERT", "UPDATE", "DELETE"]);

function operationsOf(event: Listener["event"]): ReadonlySet<ChangeOperation> {
  const named = event?.toUpperCase();
  return named === "INSERT" || named === "UPDATE" || named === "DELETE" ? new Set([named]) : everything;
}

/** What a listener asks for, written out. */
interface Asked {
  readonly schema: string;
  readonly table: string;
  readonly conditions: readonly WrittenCondition[];
  readonly select: readonly string[] | null;
}

function interestOf(listener: Listener, model: Model): Result<Interest, string> {
  const asked = askedOf(listener);
  if (!asked.ok) return asked;
  const { schema, table, conditions, select } = asked.value;
  const isOurs = schema === "public" || schema === "*";
  const operations = operationsOf(listener.event);
  if (isOurs && table === "*") {
    if (conditions.length === 0) return ok({ collection: null, operations, where: null, columns: null });
    return err(failed(listener, asked.value, `invalid column for filter ${conditions[0]?.column}`));
  }
  const collection = isOurs ? model.collections.get(table) : undefined;
  if (collection === undefined) return err(unknown(listener, asked.value));
  const columns = columnsOf(select, collection);
  if (!columns.ok) return err(failed(listener, asked.value, columns.error));
  const where = conditions.length === 0 ? ok(null) : resolveChangesFilter(conditions, collection);
  if (!where.ok) return err(failed(listener, asked.value, where.error));
  return ok({ collection, operations, where: where.value, columns: columns.value });
}

function askedOf({ schema, table, filter, select }: Listener): Result<Asked, string> {
  if (!schema && !table) {
    return err("No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: %{}");
  }
  const conditions = parseChangesFilter(filter ?? "");
  if (!conditions.ok) return err(`Error parsing \`filter\` params: ${conditions.error}`);
  const chosen = select === undefined || select === null || select.length === 0 ? null : select;
  const asked = { schema: schema || "public", table: table || "*", conditions: conditions.value, select: chosen };
  if (chosen !== null && (asked.schema === "*" || asked.table === "*")) {
    return err(
      "Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.",
    );
  }
  return ok(asked);
}

function columnsOf(select: Asked["select"], collection: Collection): Result<ReadonlySet<string> | null, string> {
  if (select === null) return ok(null);
  const missing = select.find((name) => collection.columns.get(name)?.hidden !== false);
  return missing === undefined ? ok(new Set(select)) : err(`invalid column for select ${missing}`);
}

const unable = "Unable to subscribe to changes with given parameters.";

function unknown(listener: Listener, asked: Asked): string {
  return `${unable} Please check Realtime is enabled for the given connect parameters: ${described(listener, asked)}`;
}

function failed(listener: Listener, asked: Asked, why: string): string {
  const where = `An exception happened so please check your connect parameters: ${described(listener, asked)}`;
  return `${unable} ${where}. Exception: ERROR P0001 (raise_exception) ${why}`;
}

function described({ event }: Listener, { schema, table, conditions, select }: Asked): string {
  const filters = conditions.map(
    ({ column, operator, text, isNegated }) => `{"${column}", "${operator}", ${JSON.stringify(text)}, ${isNegated}}`,
  );
  const columns = select === null ? "nil" : `[${select.map((name) => JSON.stringify(name)).join(", ")}]`;
  const parts = [`event: ${event ?? "*"}`, `schema: ${schema}`, `table: ${table}`, `filters: [${filters.join(", ")}]`];
  return `[${[...parts, `select: ${columns}`].join(", ")}]`;
}

/** Equal listeners have equal numbers, in every channel and socket: FNV-1a, 32 bits. */
function listenerId({ event, schema, table, filter, select }: Listener): number {
  const text = JSON.stringify([event ?? null, schema ?? "", table ?? "", filter ?? "", select ?? null]);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
