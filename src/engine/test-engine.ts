import { env } from "cloudflare:workers";
import { ddl } from "../../tools/db/ddl.ts";
import type { App } from "../define.ts";
import { serviceRole } from "../kernel/principal.ts";
import { ok } from "../kernel/result.ts";
import { d1Database } from "../platform/d1.ts";
import type { ArgumentValue, Field, Order, Read, Selection } from "../query/read.ts";
import type { Write } from "../query/write.ts";
import { compilePolicy } from "../rules/policy.ts";
import { compileModel } from "../schema/compile.ts";
import type { Collection, Column, Model, Relation } from "../schema/model.ts";
import type { Statement } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { createEngine } from "./engine.ts";
import { resolveLimits } from "./limits.ts";
import type { Database } from "./ports.ts";
import type { Context, Engine, ReadRequest, WriteRequest } from "./request.ts";

// For tests alone: an engine over an application on a real D1, and neutral queries in few words.

export interface TestEngine {
  readonly engine: Engine;
  readonly model: Model;
  /** Every batch that the engine has run, oldest first. */
  readonly batches: (readonly Statement[])[];
}

export async function openEngine(app: App): Promise<TestEngine> {
  await env.DB.batch((await ddl(app)).map((text) => env.DB.prepare(text)));
  const model = compileModel(app.collections);
  const policy = compilePolicy(model, app.rules, app.roles ?? {});
  const d1 = d1Database(env.DB);
  const batches: (readonly Statement[])[] = [];
  const database: Database = {
    batch(statements, options) {
      batches.push(statements);
      return d1.batch(statements, options);
    },
  };
  const engine = createEngine({ model, policy, database, limits: resolveLimits(app.limits), alive: () => sql`1` });
  return { engine, model, batches };
}

export function contextOf(role: string = serviceRole, id: string | null = null): Context {
  return { principal: { id, role, sessionId: null, claims: {} }, now: "2026-01-01T00:00:00+00:00" };
}

export function collectionOf(model: Model, name: string): Collection {
  const found = model.collections.get(name);
  if (found === undefined) throw new TypeError(`no collection ${name}`);
  return found;
}

export function columnOf(collection: Collection, name: string): Column {
  const found = collection.columns.get(name);
  if (found === undefined) throw new TypeError(`no column ${name}`);
  return found;
}

export function relationTo(collection: Collection, target: string): Relation {
  const found = collection.relations.find((relation) => relation.target === target);
  if (found === undefined) throw new TypeError(`no relation to ${target}`);
  return found;
}

export function plainField(collection: Collection, name: string): Field {
  return { column: columnOf(collection, name), path: [], asText: false };
}

export function select(collection: Collection, ...names: readonly string[]): readonly Selection[] {
  return names.map((name) => ({ kind: "field", field: plainField(collection, name), as: name, cast: null }));
}

export function orderBy(collection: Collection, name: string): readonly Order[] {
  return [{ embed: null, field: plainField(collection, name), descending: false, nulls: null }];
}

export function readOf(collection: Collection, more: Partial<Read> = {}): Read {
  return { collection, select: [{ kind: "all" }], where: null, order: [], limit: null, offset: null, ...more };
}

let shapes = 0;

/** A request of a shape that nobody has asked before. */
export function readRequest(read: Read, values: readonly ArgumentValue[] = []): ReadRequest {
  return { shape: `shape ${shapes++}`, build: () => ok(read), arguments: values, total: false };
}

export function writeRequest(write: Write, more: Partial<WriteRequest> = {}): WriteRequest {
  return {
    shape: `shape ${shapes++}`,
    build: () => ok(write),
    arguments: [],
    rows: [],
    maxAffected: null,
    single: false,
    ...more,
  };
}

export function insertOf(collection: Collection, names: readonly string[], returning: boolean = false): Write {
  return {
    kind: "insert",
    collection,
    columns: names.map((name) => columnOf(collection, name)),
    conflict: null,
    returning: returning ? [{ kind: "all" }] : null,
  };
}
