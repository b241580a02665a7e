import { ok, type Result } from "../../kernel/result.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";

/** What a client wants of the user before it is answered: OpenID Connect Core 1.0 section 3.1.2.1. */
export interface Prompt {
  /** The words with one blank between them; null for none. */
  readonly prompt: string | null;
  /** Nothing may be shown. */
  readonly isSilent: boolean;
  /** How long ago the user may have signed in, counted from the request; null for however long. */
  readonly maxAgeSeconds: number | null;
}

/** Ten years: what is longer asks for nothing. */
const longestSeconds = 315_360_000;

/** To choose an account is to sign in with it. Values that are not known mean nothing. */
const freshly: ReadonlySet<string> = new Set(["login", "select_account"]);

export function readPrompt(prompt: string | null, maxAge: string | null): Result<Prompt, OAuthError> {
  const asked = (prompt ?? "").split(" ").filter((word) => word !== "");
  const isSilent = asked.includes("none");
  if (isSilent && asked.length > 1) return refuse("invalid_request", "prompt is none and something else");
  if (maxAge !== null && !/^\d{1,15}$/.test(maxAge))
    return refuse("invalid_request", "max_age is no number of seconds");
  const seconds = asked.some((word) => freshly.has(word)) ? 0 : maxAge === null ? null : Number(maxAge);
  const maxAgeSeconds = seconds === null || seconds > longestSeconds ? null : seconds;
  return ok({ prompt: asked.length === 0 ? null : asked.join(" "), isSilent, maxAgeSeconds });
}
