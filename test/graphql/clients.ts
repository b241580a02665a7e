import { type Client, type ClientOptions, createClient } from "graphql-ws";
import { type RealtimeServer, until } from "../realtime/server.ts";

export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What a subscription has told so far. */
export interface Following {
  readonly results: readonly Result[];
  /** Rows, changes: what the one field of each result holds. */
  readonly told: readonly unknown[];
  readonly error: () => unknown;
  readonly isComplete: () => boolean;
  readonly stop: () => void;
  untilTold(count: number): Promise<void>;
}

export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** The unmodified client of `graphql-ws`. */
export function socketClient(
  server: RealtimeServer,
  token: string | null,
  options: Partial<ClientOptions> = {},
): Client {
  return createClient({
    url: `${server.url.replace("http", "ws")}/graphql/v1`,
    connectionParams: token === null ? {} : { Authorization: `Bearer ${token}` },
    lazy: true,
    retryAttempts: 0,
    ...options,
  });
}

/** Any client with the interface that graphql-ws and graphql-sse share. */
interface Subscribing {
  subscribe(
    payload: Asked,
    sink: {
      next: (value: never) => void;
      error: (error: unknown) => void;
      complete: () => void;
    },
  ): () => void;
}

export function follow(client: Subscribing, asked: string | Asked): Following {
  const payload = typeof asked === "string" ? { query: asked } : asked;
  const results: Result[] = [];
  let error: unknown = null;
  let isComplete = false;
  const stop = client.subscribe(payload, {
    next: (result: Result) => void results.push(result),
    error: (given) => {
      error = given;
    },
    complete: () => {
      isComplete = true;
    },
  });
  const following: Following = {
    results,
    get told() {
      return results.map(({ data }) => Object.values(data ?? {})[0]);
    },
    error: () => error,
    isComplete: () => isComplete,
    stop,
    untilTold: (count) =>
      until(
        () => results.length >= count,
        () => [error, results],
      ),
  };
  return following;
}

/** What a query or a mutation gives. */
export async function once(client: Subscribing, asked: string | Asked): Promise<Result> {
  const following = follow(client, asked);
  await until(
    () => following.isComplete() || following.error() !== null,
    () => following.results,
  );
  const [result] = following.results;
  if (result === undefined) throw new Error(`${following.error()} ${JSON.stringify(following.error())}`);
  return result;
}
