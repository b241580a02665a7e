import { DurableObject } from "cloudflare:workers";
import type { LogRow } from "../changes/ports.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { FeedClient, FeedCore, FeedStore, Heard, InterestKey, Registration, Wake } from "../live/ports.ts";
import { lazyPut } from "./lazy-put.ts";
import { Alarms } from "./wake.ts";

export interface FeedPlatform {
  readonly store: FeedStore;
  readonly wake: Wake;
}

export interface FeedObject extends Rpc.DurableObjectBranded, FeedClient {}

export type ObjectClass<E, O> = new (ctx: DurableObjectState, env: E) => DurableObject<E> & O;

/** The Durable Object around a feed. One for a database, by the name that `feedClient` uses. */
export function feedClass<E>(start: (platform: FeedPlatform, env: E) => FeedCore): ObjectClass<E, FeedObject> {
  return class Feed extends DurableObject<E> implements FeedObject {
    readonly #alarms: Alarms;
    readonly #core: FeedCore;

    constructor(ctx: DurableObjectState, env: E) {
      super(ctx, env);
      this.#alarms = new Alarms(ctx.storage);
      this.#core = start({ store: feedStore(ctx.storage), wake: this.#alarms.wake }, env);
    }

    register(registration: Registration): Promise<number | null> {
      return this.#core.register(registration);
    }

    signal(told?: readonly LogRow[]): Promise<Heard> {
      return this.#core.signal(told);
    }

    override async alarm(): Promise<void> {
      this.#alarms.fired();
      await this.#core.alarm(Date.now());
    }
  };
}

/** The feed of a database, for those who are bound to it. */
export function feedClient(namespace: DurableObjectNamespace<FeedObject>): FeedClient {
  // A stub belongs to the request that made it; an id does not, and is a hash.
  const id = namespace.idFromName("feed");
  const stub = (): DurableObjectStub<FeedObject> => namespace.get(id);
  return {
    register: (registration) => stub().register(registration),
    signal: (told) => stub().signal(told),
  };
}

function feedStore(storage: DurableObjectStorage): FeedStore {
  const { sql, kv } = storage;
  sql.exec(
    `create table if not exists connections (name text primary key, version integer not null, behind integer) without rowid`,
  );
  sql.exec(`create table if not exists interests (name text, key text, primary key (name, key)) without rowid`);
  return {
    load() {
      const keys = new Map<string, InterestKey[]>();
      for (const { name, key } of sql.exec<{ name: string; key: InterestKey }>("select name, key from interests")) {
        const known = keys.get(name);
        if (known === undefined) keys.set(name, [key]);
        else known.push(key);
      }
      const rows = sql.exec<{ name: string; version: number; behind: Watermark | null }>("select * from connections");
      const connections = [...rows].map(({ name, version, behind }) => {
        return { connection: name, version, behind, keys: keys.get(name) ?? [] };
      });
      return { position: kv.get<Watermark>("position") ?? null, connections };
    },
    savePosition: lazyPut(storage, "position"),
    register({ connection, version, add, remove }) {
      sql.exec(
        "insert into connections (name, version) values (?, ?) on conflict do update set version = excluded.version",
        connection,
        version,
      );
      const keys = "select ?, value from json_each(?)";
      for (const list of lists(add)) {
        sql.exec(`insert or ignore into interests (name, key) ${keys}`, connection, list);
      }
      for (const list of lists(remove)) {
        sql.exec(`delete from interests where (name, key) in (${keys})`, connection, list);
      }
    },
    saveBehind: (connection, behind) =>
      void sql.exec("update connections set behind = ? where name = ?", behind, connection),
    forget(connection) {
      sql.exec("delete from interests where name = ?", connection);
      sql.exec("delete from connections where name = ?", connection);
    },
  };
}

/** A parameter has at most 2 MB. */
const maxKeys = 1_000;

function* lists(keys: readonly InterestKey[]): Generator<string> {
  for (let start = 0; start < keys.length; start += maxKeys) yield JSON.stringify(keys.slice(start, start + maxKeys));
}
