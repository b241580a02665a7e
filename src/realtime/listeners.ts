import type { ChangeOperation } from "../changes/record.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Interest } from "../live/live.ts";
import type { Collection, Model } from "../schema/model.ts";
import { parseChangesFilter } from "./changes-filter.ts";
import type { Listener } from "./join-config.ts";

/** The listeners of a channel as interests, and the numbers by which the client knows them. */
export interface Listening {
  readonly interests: readonly Interest[];
  readonly ids: readonly number[];
}

const everything: ReadonlySet<ChangeOperation> = new Set(["INSERT", "UPDATE", "DELETE"]);

/** The error is one sentence for the client. */
export function listening(listeners: readonly Listener[], model: Model): Result<Listening, string> {
  const interests: Interest[] = [];
  for (const listener of listeners) {
    const interest = interestOf(listener, model);
    if (!interest.ok) return err(`${unable} [${describe(listener)}]. ${interest.error}`);
    interests.push(interest.value);
  }
  return ok({ interests, ids: listeners.map(listenerId) });
}

const unable = "Unable to subscribe to changes with given parameters. Please check the parameters:";

function describe({ event, schema, table, filter }: Listener): string {
  const parts = { event, schema, table, filter };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}: ${value}`]))
    .join(", ");
}

function interestOf(listener: Listener, model: Model): Result<Interest, string> {
  const { schema, table, filter, select, event } = listener;
  if ((schema ?? "public") !== "public" && schema !== "*") return err(`There is no schema "${schema}"`);
  const operations = event === "*" ? everything : new Set<ChangeOperation>([event]);
  if (table === undefined || table === null || table === "" || table === "*") {
    if (filter) return err("A filter needs a table");
    return ok({ collection: null, operations, where: null, columns: null });
  }
  const collection = model.collections.get(table);
  if (collection === undefined) return err(`There is no table "${table}"`);
  const columns = columnsOf(select, collection);
  if (!columns.ok) return columns;
  const where = filter ? parseChangesFilter(filter, collection) : ok(null);
  return where.ok ? ok({ collection, operations, where: where.value, columns: columns.value }) : where;
}

function columnsOf(select: Listener["select"], collection: Collection): Result<ReadonlySet<string> | null, string> {
  if (select === undefined || select === null || select.length === 0 || select.includes("*")) return ok(null);
  const unknown = select.find((name) => collection.columns.get(name)?.hidden !== false);
  return unknown === undefined ? ok(new Set(select)) : err(`There is no column "${unknown}"`);
}

/** Equal listeners have equal numbers, in every channel and socket: FNV-1a, 32 bits. */
function listenerId({ event, schema, table, filter, select }: Listener): number {
  const text = JSON.stringify([event, schema ?? "", table ?? "", filter ?? "", select ?? null]);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
