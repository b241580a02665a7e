import type { Limits } from "../engine/limits.ts";
import type { Context, Engine } from "../engine/request.ts";
import type { Functions } from "../functions/compile.ts";
import type { Concealment } from "../idempotency/ports.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { Lexed } from "./lex.ts";
import type { AnswerMedia } from "./media.ts";
import type { Preferences } from "./prefer.ts";

/** What the surface needs of the rest of Perigee. */
export interface Server {
  readonly engine: Engine;
  readonly model: Model;
  readonly policy: Policy;
  readonly functions: Functions;
  readonly limits: Limits;
  /** Whether `Prefer: tx=rollback` and `tx=commit` are heard. */
  readonly transactionOverride: boolean;
  /** What the answers of writes with a key are kept by; null or absent: in clear. */
  readonly concealment?: Concealment | null;
  /** What the root answers: the OpenAPI document of a role, as JSON. Absent: PGRST126. */
  readonly contract?: (role: string) => string;
}

/** A request to a collection, its headers understood, its query string lexed. */
export interface Call {
  readonly server: Server;
  readonly request: Request;
  readonly context: Context;
  readonly collection: string;
  readonly lexed: Lexed;
  readonly preferences: Preferences;
  readonly media: AnswerMedia;
  /** The schema where the request names one: the answer then does too. */
  readonly profile: string | null;
}

/** Headers of every answer with rows. */
export function contentHeaders(call: Call): Record<string, string> {
  const headers: Record<string, string> = { "content-type": call.media.contentType };
  if (call.profile !== null) headers["content-profile"] = call.profile;
  return headers;
}
