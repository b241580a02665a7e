import type { LogDatabase } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import type { Model } from "../schema/model.ts";
import { type Audience, wants } from "./audience.ts";
import { ExistsAnswers } from "./exists.ts";
import type { LiveEvent } from "./live.ts";
import type { Roster } from "./roster.ts";
import type { Subscriber, Told } from "./subscriber.ts";
import { ChangeViews } from "./views.ts";

/** The same changes, encrypted values in clear. */
export type OpenChanges = (changes: readonly ChangeRecord[]) => Promise<readonly ChangeRecord[]>;

export interface TellingOptions {
  readonly model: Model;
  readonly database: LogDatabase;
  readonly roster: Roster;
  /** Puts clear values in the place of encrypted ones; null: there are none. */
  readonly open: OpenChanges | null;
  /** Lets sockets write out what they have been given. */
  readonly pause: () => Promise<void>;
}

export interface Round {
  /** To whom; null: to everybody, as a change from the feed. */
  readonly only: ReadonlySet<Subscriber> | null;
  readonly tell: (subscriber: Subscriber, told: readonly Told[]) => void;
  /** The change has been told to everybody. */
  readonly onDone: (change: ChangeRecord) => void;
  /** A defect: the change cannot be told, and these may have needed it. */
  readonly onBroken: (subscribers: readonly Subscriber[], change: ChangeRecord, error: unknown) => void;
}

/**
 * What is given to sockets before others get their turn and the sockets write it out: about 30,000 small messages, or one of
 * 16 kB to each of 1,000 sockets. It waits in memory, once for each socket. A socket that is given several messages at once writes
 * them out for little more than the price of one, so a turn takes several changes even where thousands are told each.
 */
const maxCharactersAtOnce = 16_000_000;
/** About what stands around a row in a message. */
const frameCharacters = 500;

/**
 * Tells subscribers of changes, in order. The questions that rules ask the database are asked for all changes and
 * principals together, before anything is told: where that fails, nobody has been told anything.
 */
export async function tellAll(logged: readonly ChangeRecord[], round: Round, options: TellingOptions): Promise<void> {
  const changes = options.open === null ? logged : await options.open(logged);
  const answers = new ExistsAnswers();
  if (options.roster.asks) await askFor(changes, answers, options);
  const turn = new Turn(options.pause);
  for (const change of changes) {
    let audition = whoHears(change, { round, answers, options });
    // Somebody came while others were waited for.
    while (audition === null) {
      await answers.fetch(options.database);
      audition = whoHears(change, { round, answers, options });
    }
    const { subscribers, told } = audition;
    const telling = { change, round };
    const characters = subscribers.length === 0 ? 0 : charactersOf(change);
    for (let place = 0; place < subscribers.length; place++) {
      if (turn.isOver) await turn.next();
      const [subscriber, what] = [subscribers[place], told[place]];
      if (subscriber !== undefined && what !== undefined) tellSafely(subscriber, what, telling);
      turn.given += characters;
    }
    round.onDone(change);
  }
}

interface Telling {
  readonly change: ChangeRecord;
  readonly round: Round;
}

/** One to whom it cannot be told takes it from nobody else. */
function tellSafely(subscriber: Subscriber, what: readonly Told[], { change, round }: Telling): void {
  try {
    round.tell(subscriber, what);
  } catch (error) {
    round.onBroken([subscriber], change, error);
  }
}

/** How much may be given to sockets before others get theirs. */
class Turn {
  given = 0;
  readonly #pause: () => Promise<void>;

  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  get isOver(): boolean {
    return this.given >= maxCharactersAtOnce;
  }

  async next(): Promise<void> {
    this.given = 0;
    await this.#pause();
  }
}

function charactersOf({ before, after }: ChangeRecord): number {
  let characters = frameCharacters;
  for (const row of [before, after]) {
    for (const stored of Object.values(row ?? {})) if (typeof stored === "string") characters += stored.length;
  }
  return characters;
}

async function askFor(
  changes: readonly ChangeRecord[],
  answers: ExistsAnswers,
  { model, database, roster }: TellingOptions,
): Promise<void> {
  for (const change of changes) {
    const collection = model.collections.get(change.collection);
    if (collection === undefined) continue;
    const asking = [...roster.find(change)].filter((audience) => audience.class.view.exists.length > 0);
    if (asking.length === 0) continue;
    const views = new ChangeViews(change, collection, answers);
    try {
      for (const audience of asking) views.seenBy(audience.class);
    } catch {
      // It is met again where the change is told.
    }
  }
  if (!answers.isComplete) await answers.fetch(database);
}

interface Surroundings {
  readonly round: Round;
  readonly answers: ExistsAnswers;
  readonly options: TellingOptions;
}

/** Who is told of a change, and what, by their places. Whoever leaves before their turn is not told; who comes has it from the log. */
interface Audition {
  readonly subscribers: readonly Subscriber[];
  readonly told: readonly (readonly Told[])[];
}

const nobody: Audition = { subscribers: [], told: [] };

/** Null where the database has to be asked first. */
function whoHears(change: ChangeRecord, around: Surroundings): Audition | null {
  try {
    return auditionOf(change, around);
  } catch (error) {
    const { round, options } = around;
    const audiences = [...options.roster.find(change)];
    const concerned = audiences.flatMap(({ members }) => [...members.keys()]);
    round.onBroken(round.only === null ? concerned : [...round.only], change, error);
    return nobody;
  }
}

function auditionOf(change: ChangeRecord, { round, answers, options }: Surroundings): Audition | null {
  const collection = options.model.collections.get(change.collection);
  if (collection === undefined) return nobody;
  const views = new ChangeViews(change, collection, answers);
  const events = new Map<Audience, LiveEvent>();
  for (const audience of options.roster.find(change)) {
    if (round.only !== null && !hasMember(audience, round.only)) continue;
    const seen = views.seenBy(audience.class);
    if (seen !== null && wants(audience, seen)) events.set(audience, views.event(seen, audience.columns));
  }
  if (!answers.isComplete) return null;
  const [first, ...others] = events;
  if (first === undefined) return nobody;
  if (others.length === 0) return oneAudience(first, round.only);
  const told = gather(events, round.only);
  return { subscribers: [...told.keys()], told: [...told.values()] };
}

/** Nobody is in two of one audience: what is told need not be gathered, and is the same list for most. */
function oneAudience([audience, event]: readonly [Audience, LiveEvent], only: Round["only"]): Audition {
  const subscribers: Subscriber[] = [];
  const told: (readonly Told[])[] = [];
  let shared: readonly Told[] = [];
  let sharedMatched: readonly number[] | null = null;
  for (const [subscriber, matched] of only === null ? audience.members : membersAmong(audience, only)) {
    if (matched !== sharedMatched) {
      shared = [{ event, matched }];
      sharedMatched = matched;
    }
    subscribers.push(subscriber);
    told.push(shared);
  }
  return { subscribers, told };
}

function hasMember(audience: Audience, only: ReadonlySet<Subscriber>): boolean {
  for (const _ of membersAmong(audience, only)) return true;
  return false;
}

function* membersAmong(
  { members }: Audience,
  only: ReadonlySet<Subscriber> | null,
): Generator<readonly [Subscriber, readonly number[]]> {
  if (only === null) return yield* members;
  if (members.size < only.size) {
    for (const member of members) if (only.has(member[0])) yield member;
    return;
  }
  for (const subscriber of only) {
    const matched = members.get(subscriber);
    if (matched !== undefined) yield [subscriber, matched];
  }
}

/** By subscriber, since one may be in several of the audiences. */
function gather(
  events: ReadonlyMap<Audience, LiveEvent>,
  only: ReadonlySet<Subscriber> | null,
): ReadonlyMap<Subscriber, readonly Told[]> {
  const told = new Map<Subscriber, readonly Told[]>();
  for (const [audience, event] of events) {
    for (const [subscriber, matched] of membersAmong(audience, only)) {
      const before = told.get(subscriber);
      told.set(subscriber, before === undefined ? [{ event, matched }] : withMore(before, { event, matched }));
    }
  }
  return told;
}

function withMore(told: readonly Told[], more: Told): readonly Told[] {
  const same = told.find(({ event }) => event === more.event);
  if (same === undefined) return [...told, more];
  const matched = [...same.matched, ...more.matched].sort((left, right) => left - right);
  return told.map((each) => (each === same ? { event: more.event, matched } : each));
}
