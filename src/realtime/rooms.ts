import type { Relayed, TopicName, TopicOf } from "./ports.ts";
import { type Member, Room } from "./room.ts";

export interface RoomsDeps {
  readonly connection: string;
  readonly topicOf: TopicOf;
  readonly onFault: (error: unknown) => void;
}

/** The channels that somebody is in through this connection object. */
export class Rooms {
  readonly #deps: RoomsDeps;
  readonly #rooms = new Map<string, Room>();
  /** Channels that are being left. */
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(deps: RoomsDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#rooms.size === 0;
  }

  /** The room with the member in it; `Room.enter` has still to be waited for. */
  add(name: TopicName, member: Member): Room {
    const key = keyOf(name);
    let room = this.#rooms.get(key);
    if (room === undefined) {
      const { connection, topicOf, onFault } = this.#deps;
      room = new Room(name, { connection, topic: topicOf(name), after: this.#leaving.get(key), onFault });
      this.#rooms.set(key, room);
    }
    room.add(member);
    return room;
  }

  remove(room: Room, member: Member): void {
    const key = keyOf(room.name);
    const left = room.remove(member);
    if (room.isEmpty && this.#rooms.get(key) === room) this.#rooms.delete(key);
    if (left === null) return;
    const leaving = left.finally(() => {
      if (this.#leaving.get(key) === leaving) this.#leaving.delete(key);
    });
    this.#leaving.set(key, leaving);
  }

  /** False where nobody here is in the channel. */
  told({ name, messages }: Relayed): boolean {
    const room = this.#rooms.get(keyOf(name));
    if (room === undefined) return false;
    for (const message of messages) room.told(message);
    return true;
  }

  /** Enters every channel again. */
  async refresh(): Promise<void> {
    const refreshed = Array.from(this.#rooms.values(), (room) => room.refresh().catch(this.#deps.onFault));
    await Promise.all(refreshed);
  }
}

function keyOf({ topic, isPrivate }: TopicName): string {
  return `${isPrivate ? "private" : "public"}:${topic}`;
}
