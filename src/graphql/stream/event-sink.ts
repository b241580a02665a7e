import { sessionEnded } from "../../engine/translate.ts";
import { type Failure, failure } from "../../kernel/failure.ts";
import { failureError, type GraphError } from "../errors.ts";
import { eventText } from "./event-stream.ts";
import type { Sink } from "./running.ts";

export interface EventSinkOptions {
  /** The operation's id as JSON text; null where the stream is its own. */
  readonly id: string | null;
  readonly write: (text: string) => void;
  /** Nothing more comes of the operation. */
  readonly onDone: () => void;
}

/** An operation as events of the graphql-sse protocol, which has no event for errors: they are results without data. */
export function eventSink({ id, write, onDone }: EventSinkOptions): Sink {
  const next = (result: string): void =>
    write(eventText("next", id === null ? result : `{"id":${id},"payload":${result}}`));
  const complete = (): void => {
    write(eventText("complete", id === null ? "" : `{"id":${id}}`));
    onDone();
  };
  const fail = (errors: readonly GraphError[]): void => {
    next(JSON.stringify({ errors }));
    complete();
  };
  return {
    next,
    complete,
    fail: ({ errors }) => fail(errors),
    ended: (reason) => fail([failureError(reason === "expired" ? tokenExpired : sessionEnded)]),
  };
}

const tokenExpired: Failure = failure("PGRST303", "JWT expired");
