import type { Json } from "../../src/kernel/json.ts";

/** One row of a scenario table: who asks what, and all that must come of it. */
export interface Scenario {
  /** A sentence. */
  readonly name: string;
  readonly who?: Who;
  /** `GET /articles?select=id`, below `/rest/v1` unless `base` says otherwise. */
  readonly request: string;
  readonly base?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a `text` as it is. */
  readonly body?: Json | { readonly text: string };
  readonly status: number;
  /** The answer's JSON; `""` for no body at all; absent where it does not matter. */
  readonly answer?: unknown;
  /** The answer to the letter, where JSON.parse would lose something. */
  readonly text?: string;
  /** Each header's value, a pattern for it, or null where there must be none. */
  readonly answerHeaders?: Readonly<Record<string, string | RegExp | null>>;
  /** What the database holds afterwards. */
  readonly effects?: readonly Effect[];
  /**
   * Round trips to the database. One unless given; where the answer is an error, as many as it takes to know (0 or 1).
   */
  readonly roundTrips?: number;
  /** What is wrong and where: the scenario fails until it is mended, and fails the run as soon as it is. */
  readonly openBug?: string;
}

export interface Effect {
  readonly sql: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** `anon`, `service`, or the name of one of the definition's people. */
export type Who = string;

/** Somebody who is signed in, with a session. */
export interface Person {
  readonly id: string;
  readonly role: string;
  /** More claims of the token. */
  readonly claims?: Readonly<Record<string, Json>>;
}

export type SeedRow = Readonly<Record<string, string | number | null | ArrayBuffer>>;

/** Rows by table, parents first. */
export type Seed = Readonly<Record<string, readonly SeedRow[]>>;

/** A readable UUID: `idOf("a", 1)` is `a0000000-0000-4000-8000-000000000001`. */
export function idOf(letter: string, number: number): string {
  return `${letter}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
