import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";

/** A failure that a function means its caller to see: `throw fail(…)`. All else that is thrown is masked. */
export class CodedError extends Error {
  override readonly name = "CodedError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface FailOptions {
  readonly details?: Json | null;
  readonly hint?: string | null;
  /** Instead of the code's own. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What PostgreSQL's RAISE is to PostgREST: five digits and capital letters. `P0001` is a 400, `PT402` a 402, any other
 * has the status that PostgREST gives its class.
 * Source: https://docs.postgrest.org/en/v14/references/errors.html#http-status-codes
 *
 * @throws TypeError for what is no code, and for a status outside of 400 to 599
 */
export function fail(code: string, message: string, options: FailOptions = {}): CodedError {
  if (!/^[0-9A-Z]{5}$/.test(code)) throw new TypeError(`"${code}" is no SQLSTATE: five digits and capital letters`);
  const status = options.status ?? statusOf(code);
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new TypeError(`${code} fails with status ${status}: 400 to 599`);
  }
  const { details = null, hint = null, headers } = options;
  return new CodedError({ code, status, message, details, hint, ...(headers === undefined ? {} : { headers }) });
}

/** By code, else by its class: the longest beginning counts. Every other code is a 400. */
const statuses: Readonly<Record<string, number>> = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53400": 500,
  "53": 503,
  "54": 500,
  "55": 500,
  "57": 500,
  "57P01": 503,
  "58": 500,
  F0: 500,
  HV: 500,
  P0001: 400,
  P0: 500,
  XX: 500,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
  "42501": 403,
};

function statusOf(code: string): number {
  if (code.startsWith("PT")) {
    const status = Number(code.slice(2));
    return /^[45]\d\d$/.test(code.slice(2)) ? status : 500;
  }
  return statuses[code] ?? statuses[code.slice(0, 2)] ?? 400;
}
