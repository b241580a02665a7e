import type { ChangeRecord } from "../changes/record.ts";
import type { Failure } from "../kernel/failure.ts";
import { failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Filter } from "../query/read.ts";
import { denied } from "../rules/secure.ts";
import type { Collection, Model } from "../schema/model.ts";
import { type Audience, audienceKey, makeAudience } from "./audience.ts";
import type { AudienceClass, ClassOf } from "./audience-class.ts";
import { InterestIndex, interestKey } from "./interest-key.ts";
import type { Interest } from "./live.ts";
import type { InterestKey } from "./ports.ts";
import type { Subscriber } from "./subscriber.ts";

/** Where a subscriber belongs: an audience, and which of his interests it stands for. */
export interface Place {
  readonly audience: Audience;
  readonly interests: readonly number[];
}

/** The sessions' own collection in the log: what ends one is a change like any other. */
export const sessionTable = "auth_sessions";

function sessionKey(sessionId: string): InterestKey {
  return interestKey(sessionTable, { column: "id", value: sessionId });
}

export interface RosterOptions {
  readonly model: Model;
  readonly classOf: ClassOf;
  /** Told of every interest that comes or goes; counting is theirs. */
  readonly onAdd: (key: InterestKey) => void;
  readonly onRemove: (key: InterestKey) => void;
}

/** Who is subscribed to what. */
export class Roster {
  readonly #options: RosterOptions;
  readonly #audiences = new Map<string, Audience>();
  readonly #index = new InterestIndex<Audience>();
  readonly #sessions = new Map<string, Set<Subscriber>>();
  readonly #all = new Map<Subscriber, readonly Audience[]>();
  /** How many of the audiences have rules that ask the database. */
  #asking = 0;

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  get all(): readonly Subscriber[] {
    return [...this.#all.keys()];
  }

  get sessions(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** Where the interests belong; 42501 where the principal may not read what they name. */
  places(interests: readonly Interest[], principal: Principal): Result<readonly Place[], Failure> {
    const places = new Map<string, { readonly audience: Audience; readonly interests: number[] }>();
    for (const [index, interest] of interests.entries()) {
      const found = this.#audiencesOf(interest, principal);
      if (!found.ok) return found;
      for (const audience of found.value) {
        const place = places.get(audience.key) ?? { audience, interests: [] };
        places.set(audience.key, place);
        place.interests.push(index);
      }
    }
    return ok([...places.values()]);
  }

  join(subscriber: Subscriber, places: readonly Place[]): void {
    const { sessionId } = subscriber.principal;
    if (sessionId !== null) {
      const members = this.#sessions.get(sessionId) ?? new Set();
      this.#sessions.set(sessionId, members.add(subscriber));
      this.#options.onAdd(sessionKey(sessionId));
    }
    const audiences = places.map(({ audience: found, interests }) => {
      const audience = this.#audiences.get(found.key) ?? this.#open(found);
      audience.members.set(subscriber, interned(interests));
      return audience;
    });
    this.#all.set(subscriber, audiences);
  }

  leave(subscriber: Subscriber): void {
    const audiences = this.#all.get(subscriber);
    if (audiences === undefined) return;
    this.#all.delete(subscriber);
    const { sessionId } = subscriber.principal;
    if (sessionId !== null) {
      const members = this.#sessions.get(sessionId);
      members?.delete(subscriber);
      if (members?.size === 0) this.#sessions.delete(sessionId);
      this.#options.onRemove(sessionKey(sessionId));
    }
    for (const audience of audiences) {
      audience.members.delete(subscriber);
      if (audience.members.size === 0) this.#close(audience);
    }
  }

  /** Whether anybody's rules ask the database. */
  get asks(): boolean {
    return this.#asking > 0;
  }

  /** The audiences that a change may concern. */
  find(change: ChangeRecord): ReadonlySet<Audience> {
    return this.#index.find(change);
  }

  ofSession(sessionId: string): readonly Subscriber[] {
    return [...(this.#sessions.get(sessionId) ?? [])];
  }

  #open(audience: Audience): Audience {
    this.#audiences.set(audience.key, audience);
    if (audience.class.view.exists.length > 0) this.#asking += 1;
    for (const key of audience.keys) {
      this.#index.add(key, audience);
      this.#options.onAdd(key);
    }
    return audience;
  }

  #close(audience: Audience): void {
    this.#audiences.delete(audience.key);
    if (audience.class.view.exists.length > 0) this.#asking -= 1;
    for (const key of audience.keys) {
      this.#index.delete(key, audience);
      this.#options.onRemove(key);
    }
  }

  #audiencesOf(interest: Interest, principal: Principal): Result<readonly Audience[], Failure> {
    const { model, classOf } = this.#options;
    if (interest.collection !== null) {
      const audience = this.#audienceOf(interest, interest.collection, principal);
      return audience.ok ? ok([audience.value]) : audience;
    }
    const audiences: Audience[] = [];
    for (const collection of model.collections.values()) {
      if (collection.kind === "view" || !classOf(collection, principal).ok) continue;
      const audience = this.#audienceOf(interest, collection, principal);
      if (!audience.ok) return audience;
      audiences.push(audience.value);
    }
    return ok(audiences);
  }

  #audienceOf(interest: Interest, collection: Collection, principal: Principal): Result<Audience, Failure> {
    if (collection.kind === "view") {
      return err(failure("0A000", `changes of the view "${collection.name}" are not available`));
    }
    const found = this.#options.classOf(collection, principal);
    if (!found.ok) return found;
    const hidden = unreadable(interest, found.value);
    if (hidden !== null) return err(denied(collection, hidden));
    const key = audienceKey(found.value, interest);
    const known = this.#audiences.get(key);
    return known === undefined ? makeAudience(key, found.value, interest) : ok(known);
  }
}

/** The same list for all who have one interest, as most have. */
const single: readonly (readonly number[])[] = Array.from({ length: 16 }, (_, place) => [place]);

function interned(interests: readonly number[]): readonly number[] {
  const [only, ...others] = interests;
  return only === undefined || others.length > 0 ? interests : (single[only] ?? interests);
}

/** A column that the interest names and the class may not read. */
function unreadable({ where, columns }: Interest, { view }: AudienceClass): string | null {
  const named = [...(where === null ? [] : filterColumns(where.filter)), ...(columns ?? [])];
  const readable = new Set(view.source.columns.map(({ name }) => name));
  return named.find((name) => !readable.has(name)) ?? null;
}

function* filterColumns(filter: Filter): Generator<string> {
  if (filter.kind === "and" || filter.kind === "or") for (const item of filter.items) yield* filterColumns(item);
  else if (filter.kind === "not") yield* filterColumns(filter.item);
  else if (filter.kind === "compare") yield filter.field.column.name;
}
