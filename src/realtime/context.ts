import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import type { Allowance } from "../live/allowance.ts";
import type { Authorize } from "../live/channels/authorize.ts";
import type { Live } from "../live/live.ts";
import type { Queries } from "../live/queries.ts";
import type { ResolvedRealtimeLimits } from "../live/socket-limits.ts";
import type { Model } from "../schema/model.ts";
import type { Channel } from "./channel.ts";
import type { Frame } from "./frame.ts";
import type { Rooms } from "./rooms.ts";

export interface SocketToken {
  readonly token: string;
  /** A DPoP proof of its key; null for a bearer token. */
  readonly proof: string | null;
  /** The address that the socket was asked for at, which a proof is for. */
  readonly target: string;
  /** The proof has been verified on this socket, for this token. */
  readonly isProven: boolean;
}

/** Who a token is, or an API key. */
export type AuthenticateToken = (given: SocketToken) => Promise<Result<Principal, Failure>>;

/** What every socket and channel of a connection object shares. */
export interface RealtimeContext {
  readonly live: Live;
  readonly queries: Queries;
  readonly model: Model;
  readonly authorize: Authorize;
  readonly authenticate: AuthenticateToken;
  readonly rooms: Rooms;
  readonly limits: ResolvedRealtimeLimits;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

/** What the handling of a message needs of the socket that it came by. */
export interface Host {
  /** Who the socket came as: its key. */
  readonly principal: Principal;
  /** The address that it was asked for at, without its query. */
  readonly target: string;
  /** The digest of the token and the proof that were proved last; null for none. */
  proven: string | null;
  readonly presenceEvents: Allowance;
  replyText(frame: Frame, status: "ok" | "error", response: string): void;
  /** The client is told why, and is in the channel no more. */
  drop(channel: Channel, message: string): void;
  /** What has changed outlives an eviction. */
  save(): void;
}

/** Where a message is handled. */
export interface Place {
  readonly socket: Host;
  readonly context: RealtimeContext;
}
