import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { LogRow } from "../../src/changes/ports.ts";
import { announcing } from "../../src/engine/announce.ts";
import type { Database } from "../../src/engine/ports.ts";
import { signalWrites } from "../../src/live/signal.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { connections, feed, write, writeBy, writeQuietly } from "./client.ts";

// Everything at once: many clients whose sockets are cut, objects that are thrown out, several writers whose signals are never
// sent, lost, sent twice, late and out of order. In the end everybody has been told what concerns them, each change once and in order, and nothing else.

const clientCount = 24;
const ownerCount = 6;
const objects = ["storm 0", "storm 1", "storm 2", "storm 3"];
const writeCount = 5_000;
const batchSize = 25;

/** Somebody who wants to hear of their notes, by whatever protocol. */
export interface Listening {
  readonly object: string;
  readonly owner: string;
  /** Go on behind this change; null: from now on. */
  readonly since: number | null;
  /** A change: what it is in a few words (`noteWords`). */
  readonly hear: (sequence: number, words: string) => void;
  /** Their newest notes, where the protocol keeps a list of them up to date: `shownCount`, the newest first. */
  readonly show: (notes: readonly Note[]) => void;
  /** Something that is not to be told. */
  readonly wrong: (said: unknown) => void;
}

export const shownCount = 5;

export interface Line {
  /** What is told comes after this change. */
  readonly cursor: number;
  cut(): void;
}

/** Resolves when somebody is let in. */
export type Listen = (listening: Listening) => Promise<Line>;

export interface Note {
  readonly id?: unknown;
  readonly body?: unknown;
}

export function noteWords(operation: string, { id, body }: Note): string {
  return operation === "DELETE" ? `DELETE ${id}` : `${operation} ${id} ${body}`;
}

function listWords(notes: readonly Note[]): string {
  return notes.map(({ id, body }) => `${id} ${body}`).join();
}

/** The same storm each time. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

interface Kept {
  owner: number;
  body: number;
}

/** Random writes, and what each owner is to be told of them. */
class Writer {
  readonly expected: string[][] = Array.from({ length: ownerCount }, () => []);
  readonly #chance: (below: number) => number;
  readonly #notes = new Map<number, Kept>();
  #next = 1;
  #writes = 0;

  constructor(chance: (below: number) => number) {
    this.#chance = chance;
  }

  get isDone(): boolean {
    return this.#writes >= writeCount;
  }

  /** What is shown to an owner in the end. */
  shown(owner: number): string {
    const theirs = [...this.#notes].filter(([, note]) => note.owner === owner).sort(([left], [right]) => right - left);
    return listWords(theirs.slice(0, shownCount).map(([id, { body }]) => ({ id, body })));
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
  #give(id: number, note: Kept): string {
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
function unruly(chance: (below: number) => number, onBrought: () => void): Database {
  const signal = async (told: readonly LogRow[] = []) => {
    if (told.length > 0) onBrought();
    const fate = chance(8);
    if (fate === 0) throw new Error("lost on purpose");
    if (fate < 4) await new Promise((resolve) => setTimeout(resolve, chance(40)));
    if (fate === 4) await feed().signal(told);
    return await feed().signal(fate === 5 ? told.toReversed() : told);
  };
  const delay = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));
  const noted = { keepAlive: () => {}, onFault: () => {} };
  const hearer = signalWrites({ feed: { signal }, clock: () => Date.now(), delay, ...noted });
  return announcing(d1Database(env.DB), hearer);
}

/** As soon as it has nothing under way. One that nobody has called since the last time is out already. */
async function evict(object: Parameters<typeof evictDurableObject>[0]): Promise<void> {
  await evictDurableObject(object).catch((error: unknown) => {
    if (!String(error).includes("not currently running")) throw error;
  });
}

/** Somebody whose sockets are cut now and then, and who goes on behind the last change that they were told. */
class Stayer {
  readonly told: string[] = [];
  /** Null where no list has been shown. */
  shown: string | null = null;
  readonly owner: number;
  readonly #listen: Listen;
  #line: Line | null = null;
  #sequence: number | null = null;
  /** What is on its way when a socket is cut is lost, as to a laptop that falls asleep. */
  #stay = 0;

  constructor(owner: number, listen: Listen) {
    this.owner = owner;
    this.#listen = listen;
  }

  get isAway(): boolean {
    return this.#line === null;
  }

  async join(object: string): Promise<void> {
    const stay = ++this.#stay;
    const still = (act: () => void): void => {
      if (stay === this.#stay) act();
    };
    this.#line = await this.#listen({
      object,
      owner: `o${this.owner}`,
      since: this.#sequence,
      hear: (sequence, words) =>
        still(() => {
          this.#sequence = sequence;
          this.told.push(words);
        }),
      show: (notes) =>
        still(() => {
          this.shown = listWords(notes);
        }),
      wrong: (said) => still(() => this.told.push(`wrong: ${JSON.stringify(said)}`)),
    });
    this.#sequence ??= this.#line.cursor;
  }

  cut(): void {
    this.#stay += 1;
    this.#line?.cut();
    this.#line = null;
  }
}

/** The storm over one protocol. */
export async function storm(listen: Listen): Promise<void> {
  const chance = chances(20_261_126);
  const counts = { brought: 0, asleepAtOnce: 0 };
  const writer = new Writer(chance);
  const stayers = Array.from({ length: clientCount }, (_, at) => new Stayer(at % ownerCount, listen));
  const writers = Array.from({ length: 3 }, (_, seed) => unruly(chances(seed), () => counts.brought++));
  const anyObject = (): string => objects[chance(objects.length)] ?? "storm 0";
  /** Some go on behind what they were told, and sleep at once: the feed may not have read so far. */
  const comeBack = async (stayer: Stayer): Promise<void> => {
    const object = anyObject();
    await stayer.join(object);
    if (chance(3) !== 0) return;
    counts.asleepAtOnce += 1;
    await evict(connections(object));
  };
  await Promise.all(stayers.map((stayer) => stayer.join(anyObject())));
  while (!writer.isDone) {
    await writeSomehow(writer.batch(), writers, chance);
    const stayer = stayers[chance(stayers.length)];
    if (stayer?.isAway === true) await comeBack(stayer);
    else if (chance(2) === 0) stayer?.cut();
    if (chance(12) === 0) await evict(connections(anyObject()));
    if (chance(25) === 0) await evict(feed());
  }
  for (const stayer of stayers) if (stayer.isAway) await stayer.join(anyObject());
  const deadline = Date.now() + 60_000;
  const isMissing = ({ told, shown, owner }: Stayer): boolean =>
    told.length < (writer.expected[owner]?.length ?? 0) || (shown !== null && shown !== writer.shown(owner));
  while (stayers.some(isMissing) && Date.now() < deadline) {
    await feed().signal();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Whatever would come too much has come by then.
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const { told, shown, owner } of stayers) {
    expect(told).toEqual(writer.expected[owner]);
    if (shown !== null) expect(shown).toBe(writer.shown(owner));
  }
  expect(writer.expected.flat().length).toBeGreaterThanOrEqual(writeCount);
  expect(Object.values(counts).every((count) => count > 10)).toBe(true);
}

async function writeSomehow(
  statements: readonly string[],
  writers: readonly Database[],
  chance: (below: number) => number,
): Promise<void> {
  // One signal in three is never sent.
  if (chance(3) === 0) return writeQuietly(...statements);
  if (chance(2) === 0) return write(...statements);
  // One after the other, while their signals overtake each other.
  const half = statements.length / 2;
  for (const part of [statements.slice(0, half), statements.slice(half)]) {
    const by = writers[chance(writers.length)];
    if (by !== undefined && part.length > 0) await writeBy(by, ...part);
  }
}
