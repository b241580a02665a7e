import type { GraphQLError } from "graphql";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";

/** An error as an answer has it. https://spec.graphql.org/October2021/#sec-Errors */
export interface GraphError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly details?: Json;
    readonly hint?: string;
    /** Of a mutation that has stopped on the way: the fields before it, which have taken effect. */
    readonly committed?: readonly string[];
  };
}

/** What cannot be answered at all: errors without data, and the status where it is told by one. */
export interface Refusal {
  readonly errors: readonly GraphError[];
  readonly status: number;
  /**
   * Of a request that is well-formed: its document, its variables or what became of it is at fault. Who takes
   * `application/json` alone is then answered by 200.
   */
  readonly isAnswer: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Apollo's names: clients know them. */
export type RefusalCode =
  | "GRAPHQL_PARSE_FAILED"
  | "GRAPHQL_VALIDATION_FAILED"
  | "BAD_USER_INPUT"
  | "OPERATION_RESOLUTION_FAILURE";

export function failureError(
  { code, message, details, hint }: Failure,
  path?: readonly (string | number)[],
): GraphError {
  return {
    message,
    ...(path === undefined ? {} : { path }),
    extensions: { code, ...(details === null ? {} : { details }), ...(hint === null ? {} : { hint }) },
  };
}

/** `isAnswer`: see `Refusal`. */
export function failureRefusal(reason: Failure, isAnswer: boolean): Refusal {
  return {
    errors: [failureError(reason)],
    status: reason.status,
    isAnswer: isAnswer && reason.status !== 401 && reason.status < 500,
    headers: reason.headers ?? {},
  };
}

const mostErrors = 20;

/** Messages repeat what was sent; not at any length. */
const mostCharacters = 500;

function told(message: string): string {
  return message.length > mostCharacters ? `${message.slice(0, mostCharacters).toWellFormed()}…` : message;
}

/** What the library found wrong. `suggests`: whether it may say what was meant. */
export function documentRefusal(errors: readonly GraphQLError[], code: RefusalCode, suggests: boolean): Refusal {
  return {
    errors: errors.slice(0, mostErrors).map(({ message, locations }) => ({
      message: told(suggests ? message : message.replace(/ ?Did you mean .*\?$/s, "")),
      ...(locations === undefined ? {} : { locations: locations.map(({ line, column }) => ({ line, column })) }),
      extensions: { code },
    })),
    status: 400,
    isAnswer: true,
    headers: {},
  };
}

export function plainRefusal(message: string, code: string, isAnswer = true): Refusal {
  return { errors: [{ message: told(message), extensions: { code } }], status: 400, isAnswer, headers: {} };
}
