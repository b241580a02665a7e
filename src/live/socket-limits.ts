import { resolveBounds } from "../kernel/bounds.ts";

/** What one socket or channel may use; every limit has a default. What passes one is answered as the real server does. */
export interface RealtimeLimits {
  /** Channels that one socket may be in. Default 100. */
  readonly maxChannelsPerSocket?: number;
  /** Channels that one socket may join in a second. Default 100. */
  readonly maxJoinsPerSecond?: number;
  /** Messages that one socket may send in a second, heartbeats left out. Default 100. */
  readonly maxMessagesPerSecond?: number;
  /** Bytes that one socket may send in a second. Default 1,000,000. */
  readonly maxBytesPerSecond?: number;
  /** The largest message, in bytes. Default 256,000. */
  readonly maxMessageBytes?: number;
  /** What one client may say of itself in `track`, in bytes of JSON. Default 10,000. */
  readonly maxPresenceBytes?: number;
  /** Presences in one channel. Default 1,000. */
  readonly maxPresences?: number;
  /** `track` and `untrack` that one socket may send in a second. Default 10. */
  readonly maxPresenceEventsPerSecond?: number;
  /**
   * Bytes sent to a client before it is closed as too slow. Phoenix: since it was heard last, once it has been silent for
   * half of `maxSilenceSeconds`. GraphQL: since the last ping that it has answered. Default 32 MiB.
   */
  readonly maxUnheardBytes?: number;
  /** A client that has said nothing for so long is closed; clients send a heartbeat every 25 seconds. Default 90. */
  readonly maxSilenceSeconds?: number;
}

export type ResolvedRealtimeLimits = Readonly<Required<RealtimeLimits>>;

const defaults: ResolvedRealtimeLimits = {
  maxChannelsPerSocket: 100,
  maxJoinsPerSecond: 100,
  maxMessagesPerSecond: 100,
  maxBytesPerSecond: 1_000_000,
  maxMessageBytes: 256_000,
  maxPresenceBytes: 10_000,
  maxPresences: 1_000,
  maxPresenceEventsPerSecond: 10,
  maxUnheardBytes: 32 * 1024 * 1024,
  maxSilenceSeconds: 90,
};

/** @throws TypeError as `resolveBounds` does */
export function resolveRealtimeLimits(options: RealtimeLimits = {}): ResolvedRealtimeLimits {
  return resolveBounds("live.limits", defaults, options);
}
