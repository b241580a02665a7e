import { type ClaimTerm, claim } from "../../rules/condition.ts";
import type { GrantBuilder } from "../../rules/grant.ts";

/** Who may do what in the channels of a name. What is not granted is denied. */
export interface ChannelRights {
  /** Who may be in it. Default: whoever may read broadcasts or presences. */
  readonly join?: readonly GrantBuilder[];
  readonly broadcast?: ReadWrite;
  readonly presence?: ReadWrite;
}

export interface ReadWrite {
  readonly read?: readonly GrantBuilder[];
  readonly write?: readonly GrantBuilder[];
}

/** How long broadcasts are kept that are sent with `persist`, for who joins with `replay`. */
export interface Replay {
  /** The longest that a message is kept. Default 86,400, at most 604,800. */
  readonly maxSeconds?: number;
  /** How many messages a channel keeps, the newest. Default 100, at most 1,000. */
  readonly maxMessages?: number;
}

export interface ChannelOptions extends ChannelRights {
  /**
   * The channel is entered without `private: true`. Where no rights are given, anybody with a key may read and write
   * in it. Default false.
   */
  readonly public?: boolean;
  readonly replay?: Replay;
}

export interface ChannelDefinition {
  readonly pattern: string;
  readonly options: ChannelOptions;
}

/**
 * Declares channels by their name: `article:{id}` is `article:` and anything without a colon, which conditions know as
 * `param("id")`; `*` is anything. The first pattern that fits counts. Channels that only listen to changes of tables
 * need no declaration: the tables' rules say who sees what.
 */
export function channel(pattern: string, options: ChannelOptions): ChannelDefinition {
  return { pattern, options };
}

/** Where a channel's name is among the claims that its conditions see: no token can say it. */
export const channelClaim = "@channel";

/** In the rights of a channel: what stands in its name at `{name}`. */
export function param(name: string): ClaimTerm {
  return claim(channelClaim, name);
}
