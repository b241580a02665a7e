import { type Failure, failure } from "../kernel/failure.ts";
import { type Principal, serviceRole } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Consistency } from "./ports.ts";

/** Where reads begin that send no bookmark. `nearest`: at the nearest copy, which may be seconds old. */
export interface ReadOptions {
  /** Of callers without a user. Default `nearest`. */
  readonly anonymous?: Place;
  /**
   * Of users. Default `primary`, so that a session that has ended is refused on the very next request. With `nearest`
   * that takes as long as the copy lags behind.
   */
  readonly signedIn?: Place;
}

export type Place = "nearest" | "primary";
export type ReadPlaces = Required<ReadOptions>;

/** @throws TypeError for another place */
export function resolveReads(options: ReadOptions = {}): ReadPlaces {
  const places = { anonymous: options.anonymous ?? "nearest", signedIn: options.signedIn ?? "primary" } as const;
  for (const [name, place] of Object.entries(places)) {
    if (place !== "nearest" && place !== "primary") throw new TypeError(`reads.${name} must be "nearest" or "primary"`);
  }
  return places;
}

/** Four groups of hexadecimal digits. Source: https://developers.cloudflare.com/d1/reference/time-travel/#bookmarks */
const form = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/**
 * The state that a caller's reads begin at; `bookmark` is what the request sent. Those who read at the primary anyway
 * need none; the service key does unless it sends one, since nobody writes more. PER020 for what is no bookmark.
 */
export function consistencyOf(
  principal: Principal,
  bookmark: string | null,
  places: ReadPlaces,
): Result<Consistency, Failure> {
  if (bookmark !== null && !form.test(bookmark)) return err(malformed);
  const isUser = principal.id !== null || principal.sessionId !== null;
  const place = isUser ? places.signedIn : principal.role === serviceRole ? "primary" : places.anonymous;
  const isBound = bookmark !== null && (place === "nearest" || !isUser);
  return ok({ from: isBound ? { bookmark } : place, reached: null });
}

const malformed: Failure = failure("PER020", "x-d1-bookmark is no bookmark", {
  hint: "Send what the x-d1-bookmark header of an answer gave, or leave it out.",
});
