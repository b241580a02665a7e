import { isJsonObject, type JsonObject, readJson } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { bracketDepth } from "../prescan.ts";

/** What a client says. https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
export type ClientMessage =
  | { readonly type: "connection_init" | "ping" | "pong"; readonly payload: JsonObject | null }
  | { readonly type: "subscribe"; readonly id: string; readonly payload: JsonObject }
  | { readonly type: "complete"; readonly id: string };

/** What parsers and writers of JSON call themselves for ends somewhere. */
const maxDepth = 200;

/** The error is what the socket is closed with. */
export function parseMessage(data: string | ArrayBuffer): Result<ClientMessage, string> {
  if (typeof data !== "string") return err("Invalid message: bytes");
  if (bracketDepth(data) > maxDepth) return err("Invalid message: nested too deeply");
  const message = readJson(data);
  if (!isJsonObject(message)) return err("Invalid message: no JSON object");
  const { type, id, payload } = message;
  switch (type) {
    case "connection_init":
    case "ping":
    case "pong":
      if (payload !== undefined && payload !== null && !isJsonObject(payload)) {
        return err(`Invalid message: payload of ${type} is no object`);
      }
      return ok({ type, payload: payload ?? null });
    case "subscribe":
      if (!isId(id)) return err("Invalid message: subscribe needs an id");
      if (!isJsonObject(payload)) return err("Invalid message: payload of subscribe is no object");
      return ok({ type, id, payload });
    case "complete":
      return isId(id) ? ok({ type, id }) : err("Invalid message: complete needs an id");
    default:
      return err("Invalid message: unknown type");
  }
}

function isId(id: unknown): id is string {
  return typeof id === "string" && id !== "";
}

/** Why a socket is closed: codes of the protocol, and those of RFC 6455 section 7.4.1 and docs/protocol.md. */
export const closing: Closings = {
  invalid: (why: string): Closing => ({ code: 4400, reason: why }),
  unauthorized: { code: 4401, reason: "Unauthorized" },
  sessionEnded: { code: 4401, reason: "Session has ended" },
  forbidden: { code: 4403, reason: "Forbidden" },
  expired: { code: 4403, reason: "Token has expired" },
  subprotocol: { code: 4406, reason: "Subprotocol not acceptable" },
  initTimeout: { code: 4408, reason: "Connection initialisation timeout" },
  taken: (id: string): Closing => ({ code: 4409, reason: `Subscriber for ${shortened(id)} already exists` }),
  initTwice: { code: 4429, reason: "Too many initialisation requests" },
  rate: { code: 1008, reason: "Too many messages or bytes per second" },
  tooLarge: { code: 1009, reason: "Message too large" },
  busy: { code: 1013, reason: "Busy, try again" },
  tooSlow: { code: 4008, reason: "Too slow: the client does not keep up" },
  silent: { code: 4009, reason: "Silent: no message for too long" },
};

type Reason =
  | "unauthorized"
  | "sessionEnded"
  | "forbidden"
  | "expired"
  | "subprotocol"
  | "initTimeout"
  | "initTwice"
  | "rate"
  | "tooLarge"
  | "busy"
  | "tooSlow"
  | "silent";

type Closings = Readonly<Record<Reason, Closing> & Record<"invalid" | "taken", (detail: string) => Closing>>;

export interface Closing {
  readonly code: number;
  /** At most 123 bytes. */
  readonly reason: string;
}

function shortened(id: string): string {
  return id.slice(0, 80).replace(/[^\x20-\x7e]/g, "?");
}
