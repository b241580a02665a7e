import { rowJson } from "../live/encode.ts";
import type { LiveEvent } from "../live/live.ts";
import type { Row } from "../rules/evaluate.ts";
import type { ColumnType, KindName } from "../schema/kinds/kind.ts";
import type { Collection } from "../schema/model.ts";
import { encodeFrame } from "./frame.ts";
import type { SerializerVersion } from "./serializer-version.ts";

/** Types as realtime-js knows them (`src/lib/transformers.ts`): by PostgreSQL's internal names. */
const typeNames: Readonly<Record<KindName, string>> = {
  uuid: "uuid",
  text: "text",
  enum: "text",
  integer: "int4",
  bigint: "int8",
  real: "float8",
  numeric: "numeric",
  boolean: "bool",
  timestamp: "timestamptz",
  "epoch-seconds": "timestamptz",
  "epoch-millis": "timestamptz",
  date: "date",
  time: "time",
  json: "jsonb",
  list: "_text",
  bytes: "bytea",
};

function typeName({ kind, element }: ColumnType): string {
  return kind.name === "list" && element !== undefined ? `_${typeName(element)}` : typeNames[kind.name];
}

/** Written out once for all who see the same: the event of a channel's listeners. */
const written = new WeakMap<LiveEvent, Written>();

interface Written {
  readonly data: string;
  readonly frames: Map<ChangeTarget, string>;
  /** What the last socket was given: most are given the same. */
  lastTarget: ChangeTarget | null;
  lastFrame: string;
}

export interface ChangeTarget {
  readonly topic: string;
  readonly version: SerializerVersion;
  /** The listeners that it is for, as a JSON list. */
  readonly ids: string;
  /** Told as `change`: of `postgres_changes` supabase-js drops the number. */
  readonly numbered: boolean;
}

const targets = new Map<string, ChangeTarget>();
const maxTargets = 10_000;

/** The same object for equal targets: which of them a socket has is told without a look at any. */
export function changeTarget(target: ChangeTarget): ChangeTarget {
  const key = `${target.version} ${target.numbered} ${target.ids} ${target.topic}`;
  const known = targets.get(key);
  if (known !== undefined) return known;
  if (targets.size >= maxTargets) targets.clear();
  targets.set(key, target);
  return target;
}

/** The frame `postgres_changes` that tells a change. */
export function writtenChange(event: LiveEvent, target: ChangeTarget): string {
  let known = written.get(event);
  if (known === undefined) {
    known = { data: dataOf(event), frames: new Map(), lastTarget: null, lastFrame: "" };
    written.set(event, known);
  }
  if (known.lastTarget === target) return known.lastFrame;
  known.lastFrame = frameOf(known, target);
  known.lastTarget = target;
  return known.lastFrame;
}

function frameOf(known: Written, target: ChangeTarget): string {
  let frame = known.frames.get(target);
  if (frame === undefined) {
    const { topic, version, ids, numbered } = target;
    const name = numbered ? "change" : "postgres_changes";
    const payload = `{"${numbered ? "listeners" : "ids"}":${ids},"data":${known.data}}`;
    frame = encodeFrame({ joinRef: null, ref: null, topic, event: name, payload }, version);
    known.frames.set(target, frame);
  }
  return frame;
}

function dataOf({ sequence, collection, operation, at, before, after }: LiveEvent): string {
  const row = after ?? before ?? {};
  const members = [
    `"schema":"public"`,
    `"table":${JSON.stringify(collection.name)}`,
    `"commit_timestamp":${JSON.stringify(at)}`,
    `"type":"${operation}"`,
    `"columns":${columnsJson(collection, row)}`,
    ...(after === null ? [] : [`"record":${rowJson(after, collection)}`]),
    ...(before === null ? [] : [`"old_record":${rowJson(before, collection)}`]),
    `"errors":null`,
    `"sequence":${sequence}`,
  ];
  return `{${members.join(",")}}`;
}

/** By the names of the columns that are there: there are few such lists. */
const columnLists = new WeakMap<Collection, Map<string, string>>();

function columnsJson(collection: Collection, row: Row): string {
  const present = [...collection.columns.values()].filter(({ name }) => row[name] !== undefined);
  const key = present.length === collection.columns.size ? "" : JSON.stringify(present.map(({ name }) => name));
  const lists = columnLists.get(collection) ?? new Map<string, string>();
  columnLists.set(collection, lists);
  let list = lists.get(key);
  if (list === undefined) {
    if (lists.size >= maxColumnLists) lists.clear();
    list = JSON.stringify(present.map(({ name, type }) => ({ name, type: typeName(type) })));
    lists.set(key, list);
  }
  return list;
}

const maxColumnLists = 100;
