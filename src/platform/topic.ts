import { DurableObject } from "cloudflare:workers";
import type {
  Broadcast,
  Company,
  Entered,
  Presence,
  PresenceUpdate,
  Published,
  RelayTo,
  Stored,
  Topic,
  TopicName,
  TopicOf,
  TopicStore,
} from "../realtime/ports.ts";
import type { ObjectClass } from "./feed.ts";

/** A channel's object as others call it: with every call the channel's name, which the object does not know by itself. */
export interface TopicObject extends Rpc.DurableObjectBranded {
  enter(name: TopicName, connection: string, refs: readonly string[]): Promise<Entered>;
  leave(name: TopicName, connection: string): Promise<void>;
  publish(name: TopicName, message: Published): Promise<Company>;
  present(name: TopicName, connection: string, update: PresenceUpdate): Promise<boolean>;
  replay(name: TopicName, sinceMs: number, limit: number): Promise<readonly Stored[]>;
}

export type StartTopic<E> = (name: TopicName, store: TopicStore, env: E) => Topic;

/** The Durable Object around a channel. */
export function topicClass<E>(start: StartTopic<E>): ObjectClass<E, TopicObject> {
  return class Topics extends DurableObject<E> implements TopicObject {
    #topic: Topic | null = null;

    enter(name: TopicName, connection: string, refs: readonly string[]): Promise<Entered> {
      return this.#of(name).enter(connection, refs);
    }

    leave(name: TopicName, connection: string): Promise<void> {
      return this.#of(name).leave(connection);
    }

    publish(name: TopicName, message: Published): Promise<Company> {
      return this.#of(name).publish(message);
    }

    present(name: TopicName, connection: string, update: PresenceUpdate): Promise<boolean> {
      return this.#of(name).present(connection, update);
    }

    replay(name: TopicName, sinceMs: number, limit: number): Promise<readonly Stored[]> {
      return this.#of(name).replay(sinceMs, limit);
    }

    #of(name: TopicName): Topic {
      this.#topic ??= start(name, topicStore(this.ctx.storage), this.env);
      return this.#topic;
    }
  };
}

/** The channel of a name, for those who are bound to it. */
export function topicOf(namespace: DurableObjectNamespace<TopicObject>): TopicOf {
  return (name) => {
    const id = namespace.idFromName(`${name.isPrivate ? "private" : "public"}:${name.topic}`);
    const stub = namespace.get(id);
    return {
      enter: (connection, refs) => stub.enter(name, connection, refs),
      leave: (connection) => stub.leave(name, connection),
      publish: (message) => stub.publish(name, message),
      present: (connection, update) => stub.present(name, connection, update),
      replay: (sinceMs, limit) => stub.replay(name, sinceMs, limit),
    };
  };
}

/** Relays through connection objects. */
export function relayBy(relay: (connection: string, message: unknown) => Promise<unknown>): RelayTo {
  return async (connection, relayed) => (await relay(connection, relayed)) === true;
}

function topicStore({ sql }: DurableObjectStorage): TopicStore {
  sql.exec("create table if not exists members (connection text primary key) without rowid");
  sql.exec(
    "create table if not exists presences (ref text primary key, connection text not null, presence text not null)",
  );
  sql.exec(
    "create table if not exists messages (seq integer primary key, id text not null, at real not null, expires real not null, event text not null, json text, bytes blob, topic text not null)",
  );
  return {
    members: () => [...sql.exec<{ connection: string }>("select connection from members")].map((row) => row.connection),
    addMember: (connection) => void sql.exec("insert or ignore into members values (?)", connection),
    removeMember: (connection) => void sql.exec("delete from members where connection = ?", connection),
    presences: () =>
      [...sql.exec<{ connection: string; presence: string }>("select connection, presence from presences")].map(
        ({ connection, presence }) => ({ connection, presence: JSON.parse(presence) as Presence }),
      ),
    addPresence(connection, presence) {
      sql.exec("insert or replace into presences values (?, ?, ?)", presence.ref, connection, JSON.stringify(presence));
    },
    removePresence: (ref) => void sql.exec("delete from presences where ref = ?", ref),
    keep({ id, atMs, expiresAtMs, broadcast: { topic, event, content } }) {
      const [json, bytes] = content.kind === "json" ? [content.text, null] : [null, content.bytes];
      sql.exec(
        "insert into messages (id, at, expires, event, json, bytes, topic) values (?, ?, ?, ?, ?, ?, ?)",
        id,
        atMs,
        expiresAtMs,
        event,
        json,
        bytes,
        topic,
      );
    },
    kept(sinceMs, nowMs, limit) {
      const newest = "select * from messages where at > ? and expires > ? order by seq desc limit ?";
      const rows = sql.exec<KeptRow>(`select * from (${newest}) order by seq`, sinceMs, nowMs, limit);
      return [...rows].map((row) => ({ id: row.id, broadcast: broadcastOf(row) }));
    },
    prune(nowMs, most) {
      sql.exec("delete from messages where expires <= ?", nowMs);
      sql.exec("delete from messages where seq <= (select max(seq) from messages) - ?", most);
    },
  };
}

interface KeptRow extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly event: string;
  readonly json: string | null;
  readonly bytes: ArrayBuffer | null;
  readonly topic: string;
}

function broadcastOf({ event, json, bytes, topic }: KeptRow): Broadcast {
  const content =
    json === null
      ? { kind: "bytes" as const, bytes: new Uint8Array(bytes ?? new ArrayBuffer(0)) }
      : { kind: "json" as const, text: json };
  return { topic, event, content, meta: null };
}
