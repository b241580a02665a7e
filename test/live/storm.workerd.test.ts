import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import type { LogRow } from "../../src/changes/ports.ts";
import { announcing } from "../../src/engine/announce.ts";
import type { Database } from "../../src/engine/ports.ts";
import { signalWrites } from "../../src/live/signal.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { Client, connections, createTables, feed, person, write, writeBy, writeQuietly } from "./client.ts";

// Everything at once: many clients whose sockets are cut, objects that are thrown out, several writers whose signals are never
// sent, lost, sent twice, late and out of order. In the end everybody has been told what concerns them, each change once and in order, and nothing else.

const clientCount = 24;
const ownerCount = 6;
const objects = ["storm 0", "storm 1", "storm 2", "storm 3"];
const writeCount = 5_000;
const batchSize = 25;

beforeAll(createTables);

/** The same storm each time. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

interface Note {
  owner: number;
  body: number;
}

/** Random writes, and what each owner is to be told of them. */
class Writer {
  readonly expected: string[][] = Array.from({ length: ownerCount }, () => []);
  readonly #chance: (below: number) => number;
  readonly #notes = new Map<number, Note>();
  #next = 1;
  #writes = 0;

  constructor(chance: (below: number) => number) {
    this.#chance = chance;
  }

  get isDone(): boolean {
    return this.#writes >= writeCount;
  }

  batch(): readonly string[] {
    return Array.from({ length: 1 + this.#chance(2 * batchSize) }, () => this.#write());
  }

  #write(): string {
    this.#writes += 1;
    const ids = [...this.#notes.keys()].slice(-50);
    const id = ids[this.#chance(Math.max(ids.length, 1))];
    const note = id === undefined ? undefined : this.#notes.get(id);
    const kind = this.#chance(10);
    if (id === undefined || note === undefined || kind < 4) return this.#insert();
    if (kind < 7) {
      note.body += 1;
      this.#tell(note.owner, `UPDATE ${id} ${note.body}`);
      return `update notes set body = '${note.body}' where id = ${id}`;
    }
    if (kind < 9) return this.#give(id, note);
    this.#notes.delete(id);
    this.#tell(note.owner, `DELETE ${id}`);
    return `delete from notes where id = ${id}`;
  }

  #insert(): string {
    const id = this.#next++;
    const owner = this.#chance(ownerCount);
    this.#notes.set(id, { owner, body: 0 });
    this.#tell(owner, `INSERT ${id} 0`);
    return `insert into notes (id, owner, body) values (${id}, 'o${owner}', '0')`;
  }

  /** To whoever had it, it is gone; to whoever has it, it is new. */
  #give(id: number, note: Note): string {
    const to = this.#chance(ownerCount);
    if (to === note.owner) this.#tell(to, `UPDATE ${id} ${note.body}`);
    else {
      this.#tell(note.owner, `DELETE ${id}`);
      this.#tell(to, `INSERT ${id} ${note.body}`);
    }
    note.owner = to;
    return `update notes set owner = 'o${to}' where id = ${id}`;
  }

  #tell(owner: number, what: string): void {
    this.expected[owner]?.push(what);
  }
}

/** A writer in an isolate of its own, whose signals, and what they bring, go a rough way. */
function unruly(chance: (below: number) => number): Database {
  const signal = async (told: readonly LogRow[] = []) => {
    signals.brought += told.length > 0 ? 1 : 0;
    const fate = chance(8);
    if (fate === 0) throw new Error("lost on purpose");
    if (fate < 4) await new Promise((resolve) => setTimeout(resolve, chance(40)));
    if (fate === 4) await feed().signal(told);
    return await feed().signal(fate === 5 ? told.toReversed() : told);
  };
  const hearer = signalWrites({ feed: { signal }, keepAlive: () => {}, clock: () => Date.now(), onFault: () => {} });
  return announcing(d1Database(env.DB), hearer);
}

const signals = { brought: 0 };
let asleepAtOnce = 0;

/** As soon as it has nothing under way. One that nobody has called since the last time is out already. */
async function evict(object: Parameters<typeof evictDurableObject>[0]): Promise<void> {
  await evictDurableObject(object).catch((error: unknown) => {
    if (!String(error).includes("not currently running")) throw error;
  });
}

/** Somebody whose sockets are cut now and then, and who goes on behind the last change that they were told. */
class Stayer {
  readonly told: string[] = [];
  readonly #owner: number;
  #client: Client | null = null;
  #sequence: number | null = null;
  #taken = 0;

  constructor(owner: number) {
    this.#owner = owner;
  }

  get owner(): number {
    return this.#owner;
  }

  async join(object: string): Promise<void> {
    const since = this.#sequence === null ? {} : { since: this.#sequence };
    const client = await Client.subscribe(object, {
      principal: person(`o${this.#owner}`),
      collection: "notes",
      ...since,
    });
    this.#client = client;
    this.#taken = 0;
    const [started] = client.heard;
    if (started?.told !== "started") throw new Error(`not let in: ${JSON.stringify(started)}`);
    this.#sequence ??= started.cursor;
  }

  /** What is on its way when the socket is cut is lost, as to a laptop that falls asleep. */
  cut(): void {
    this.take();
    this.#client?.close();
    this.#client = null;
  }

  take(): void {
    const { heard = [] } = this.#client ?? {};
    for (const said of heard.slice(this.#taken)) {
      if (said.told === "reset" || said.told === "ended") throw new Error(JSON.stringify(said));
      if (said.told !== "event") continue;
      this.#sequence = said.sequence;
      const row = said.after ?? said.before;
      this.told.push([said.operation, row?.id, ...(said.after === null ? [] : [row?.body])].join(" "));
    }
    this.#taken = heard.length;
  }

  get isAway(): boolean {
    return this.#client === null;
  }
}

it("loses nothing, repeats nothing, tells everything in order and nobody what is another's", async () => {
  const chance = chances(20_261_126);
  const writer = new Writer(chance);
  const stayers = Array.from({ length: clientCount }, (_, at) => new Stayer(at % ownerCount));
  const writers = Array.from({ length: 3 }, (_, writer) => unruly(chances(writer)));
  const anyObject = (): string => objects[chance(objects.length)] ?? "storm 0";
  /** Some go on behind what they were told, and sleep at once: the feed may not have read so far. */
  const comeBack = async (stayer: Stayer): Promise<void> => {
    const object = anyObject();
    await stayer.join(object);
    if (chance(3) !== 0) return;
    asleepAtOnce += 1;
    await evict(connections(object));
  };
  await Promise.all(stayers.map((stayer) => stayer.join(anyObject())));
  while (!writer.isDone) {
    const statements = writer.batch();
    // One signal in three is never sent.
    if (chance(3) === 0) await writeQuietly(...statements);
    else if (chance(2) === 0) await write(...statements);
    else {
      // One after the other, while their signals overtake each other.
      const [half, rest] = [statements.slice(0, statements.length / 2), statements.slice(statements.length / 2)];
      for (const part of [half, rest]) {
        const by = writers[chance(writers.length)];
        if (by !== undefined && part.length > 0) await writeBy(by, ...part);
      }
    }
    const stayer = stayers[chance(stayers.length)];
    if (stayer?.isAway === true) await comeBack(stayer);
    else if (chance(2) === 0) stayer?.cut();
    if (chance(12) === 0) await evict(connections(anyObject()));
    if (chance(25) === 0) await evict(feed());
  }
  for (const stayer of stayers) if (stayer.isAway) await stayer.join(anyObject());
  const deadline = Date.now() + 60_000;
  const isMissing = ({ told, owner }: Stayer): boolean => told.length < (writer.expected[owner]?.length ?? 0);
  while (stayers.some(isMissing) && Date.now() < deadline) {
    await feed().signal();
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const stayer of stayers) stayer.take();
  }
  // Whatever would come too much has come by then.
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const stayer of stayers) {
    stayer.take();
    expect(stayer.told).toEqual(writer.expected[stayer.owner]);
  }
  expect(writer.expected.flat().length).toBeGreaterThanOrEqual(writeCount);
  expect([signals.brought, asleepAtOnce].every((count) => count > 10)).toBe(true);
}, 240_000);
