import type { Failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Asked } from "../ask.ts";
import { contextOf, type StreamParts } from "./running.ts";

/** Who is answered the same. */
export interface Sharers {
  /** Equal texts for those who are. */
  readonly key: string;
  /** In whose name the database is asked for all of them. */
  readonly principal: Principal;
}

/**
 * Who would be told the same of a subscription, at whatever moment: those for whom the database would be asked the same
 * statement with the same values. What rules look at of a caller is among the values, so nobody shares with somebody whom a
 * rule could tell from them. Resolvers are given the caller: with them share only those who are the same in every claim.
 *
 * That the session is alive is not part of it: the live core ends the subscriptions of one that has ended, before it tells
 * any change that came later.
 */
export function sharersOf(parts: StreamParts, asked: Asked, principal: Principal): Result<Sharers, Failure> {
  const { shape, operation } = asked.prepared;
  const isPersonal = operation.resolvers.length > 0;
  const reader = isPersonal ? principal : { ...principal, sessionId: null };
  const key = parts.ask.answerKey(asked, contextOf(reader, parts));
  if (!key.ok) return key;
  return ok({ key: JSON.stringify([shape, isPersonal ? principal : null, key.value]), principal: reader });
}

/** Things that several share, each made for the first of them and forgotten after the last. */
export class Shared<Thing> {
  readonly #known = new Map<string, { readonly thing: Thing; users: number }>();

  take(key: string, make: () => Thing): Thing {
    const known = this.#known.get(key) ?? { thing: make(), users: 0 };
    known.users += 1;
    this.#known.set(key, known);
    return known.thing;
  }

  /** Once for each `take`. Gives whether it was the last. */
  leave(key: string): boolean {
    const known = this.#known.get(key);
    if (known === undefined) return false;
    known.users -= 1;
    if (known.users === 0) this.#known.delete(key);
    return known.users === 0;
  }
}
