import type * as z from "zod";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Db } from "./db.ts";
import type { Exchange } from "./exchange.ts";
import type { Given, Returns } from "./returns.ts";

/** What a function has at hand beside its arguments. */
export interface FunctionCall extends Exchange {
  /** The data, under the caller's rules, or as the service where the function `runs` so. */
  readonly db: Db;
  /** Who calls, also where the function runs as the service. */
  readonly caller: Principal;
  /** The moment of the request, in the stored form of timestamps. */
  readonly now: string;
  /** As in `x-request-id` and the log. */
  readonly requestId: string;
  /** The platform's, after it is known that the caller's session has not ended. */
  readonly fetch: typeof fetch;
}

/** The whole body as the one argument: any JSON, or the text of a `text/plain` body where the schema is of text. */
export interface Body<Schema extends z.ZodType = z.ZodType> {
  readonly kind: "body";
  readonly schema: Schema;
}

export type Input = z.ZodObject | Body | undefined;

export type Argument<Asked extends Input> =
  Asked extends Body<infer Schema> ? z.output<Schema> : Asked extends z.ZodObject ? z.output<Asked> : undefined;

export interface FunctionOptions<Asked extends Input, What extends Returns> {
  /** As in `/rest/v1/rpc/<name>`. */
  readonly name: string;
  /** For the contract. */
  readonly description?: string;
  /** Named arguments as a zod object, or `body(schema)`. Absent: none. */
  readonly input?: Asked;
  readonly returns?: What;
  /** `text/html`: what text that it returns is sent as, without quotes, to whoever takes that or anything. */
  readonly media?: string;
  /** The roles that may call it, and those that extend them. None: nobody but the service key. */
  readonly access?: readonly string[];
  /** It writes nothing, so that GET and HEAD may call it too. A write inside is refused (25006). Default false. */
  readonly readOnly?: boolean;
  /** Whose rules hold for `db`: `caller` (the default), or `service`, for whom there are none. */
  readonly runs?: "caller" | "service";
  readonly run: (argument: Argument<Asked>, call: FunctionCall) => Given<What> | Promise<Given<What>>;
}

/** A function of an application. Made by `defineFunction`. */
export interface FunctionDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly input: Input;
  readonly returns: Returns;
  readonly media: string | null;
  readonly access: readonly string[];
  readonly readOnly: boolean;
  readonly runs: "caller" | "service";
  /** The call, once the arguments are what `input` says; else what is wrong with them. */
  readonly accept: (given: unknown) => Promise<Result<Run, readonly z.core.$ZodIssue[]>>;
}

export type Run = (call: FunctionCall) => unknown;

/** Declares a function: its types follow from `input` and `returns`. It is compiled, and checked, when the worker starts. */
export function defineFunction<Asked extends Input = undefined, What extends Returns = undefined>(
  options: FunctionOptions<Asked, What>,
): FunctionDefinition {
  const { name, description = null, input, returns, media = null, access = [], run } = options;
  const { readOnly = false, runs = "caller" } = options;
  // The argument is what the schema has given, whose type the compiler cannot follow through `Asked`.
  const started =
    (argument: unknown): Run =>
    (call) =>
      run(argument as Argument<Asked>, call);
  return {
    name,
    description,
    input,
    returns,
    media,
    access,
    readOnly,
    runs,
    async accept(given) {
      if (input === undefined) return ok(started(undefined));
      const parsed = await schemaOf(input).safeParseAsync(given);
      return parsed.success ? ok(started(parsed.data)) : err(parsed.error.issues);
    },
  };
}

export function isBody(input: NonNullable<Input>): input is Body {
  return "kind" in input;
}

function schemaOf(input: NonNullable<Input>): z.ZodType {
  return isBody(input) ? input.schema : input;
}

/** See `Body`. */
export function body<Schema extends z.ZodType>(schema: Schema): Body<Schema> {
  return { kind: "body", schema };
}
