import { type ErrorCode, errorCodes } from "./error-codes.ts";
import type { Json } from "./json.ts";

/**
 * An expected failure as a client sees it: the four members of PostgREST's error body
 * (https://docs.postgrest.org/en/v14/references/errors.html) and the HTTP status.
 */
export interface Failure {
  /** One of ours, or one that an application has given itself. */
  readonly code: ErrorCode | (string & {});
  readonly status: number;
  readonly message: string;
  /** Text, but for PGRST201, which lists the candidates. */
  readonly details: Json | null;
  readonly hint: string | null;
  /** Headers that the answer must carry, e.g. `www-authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FailureOptions {
  readonly details?: Json | null;
  readonly hint?: string | null;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Builds a failure; the status comes from the error-code table unless given. */
export function failure(code: ErrorCode, message: string, options: FailureOptions = {}): Failure {
  return {
    code,
    status: options.status ?? errorCodes[code],
    message,
    details: options.details ?? null,
    hint: options.hint ?? null,
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  };
}
