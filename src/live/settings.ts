import { resolveBounds } from "../kernel/bounds.ts";

/** How live changes are told; every setting has a default. */
export interface LiveOptions {
  /** How often the log is read while somebody listens and no signal comes, in seconds. Default 5. */
  readonly pollSeconds?: number;
  /** How many sockets one connection object takes before the next one is opened. Default 2,000. */
  readonly maxSocketsPerObject?: number;
  /** How many changes wait for a subscriber who is still reading the log. Default 5,000. */
  readonly maxWaitingChanges?: number;
  /** How far back a subscriber may resume, in changes; further back it starts anew. Default 100,000. */
  readonly maxResumeChanges?: number;
}

export type LiveSettings = Readonly<Required<LiveOptions>>;

const defaults: LiveSettings = {
  pollSeconds: 5,
  maxSocketsPerObject: 2_000,
  maxWaitingChanges: 5_000,
  maxResumeChanges: 100_000,
};

/** @throws TypeError as `resolveBounds` does */
export function resolveLive(options: LiveOptions = {}): LiveSettings {
  return resolveBounds("live", defaults, options);
}
