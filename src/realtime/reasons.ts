interface Reasons {
  readonly topicRequired: string;
  readonly unsignedToken: string;
  readonly channels: string;
  readonly joins: string;
  readonly messages: string;
  readonly bytes: string;
  readonly messageSize: string;
  readonly presenceRate: string;
  readonly presenceSize: string;
  readonly presences: string;
  readonly expired: string;
  readonly sessionEnded: string;
  readonly unmatchedTopic: string;
  readonly notJoined: string;
  readonly unavailable: string;
  readonly publicReplay: string;
  readonly unauthorized: (detail: string) => string;
  readonly readRevoked: (detail: string) => string;
  readonly undeclared: (detail: string) => string;
  readonly malformedToken: (detail: string) => string;
  readonly invalidToken: (detail: string) => string;
  readonly joinPayload: (detail: string) => string;
  readonly subscription: (detail: string) => string;
}

/** Why a channel is refused or lost, in the words and codes of Supabase's Realtime, which clients show to people. */
export const reasons: Reasons = {
  unauthorized: (topic: string): string =>
    `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
  undeclared: (topic: string): string =>
    `Unauthorized: You do not have permissions to read from this Channel topic: ${topic} (no channel of this name is declared)`,
  topicRequired: "TopicNameRequired: You must provide a topic name",
  channels: "ChannelRateLimitReached: Too many channels",
  joins: "ClientJoinRateLimitReached: Too many joins per second",
  readRevoked: (topic: string): string =>
    `ChannelShutdown: You no longer have permission to read from this Channel topic: ${topic}`,
  messages: "MessagePerSecondRateLimitReached: Too many messages per second",
  bytes: "BytesPerSecondRateLimitReached: Too many bytes per second",
  messageSize: "PayloadSizeExceeded: Payload size exceeded",
  presenceRate: "ClientPresenceRateLimitReached: Client presence rate limit exceeded",
  presenceSize: "PresencePayloadTooLarge: Track message size exceeded",
  presences: "PresenceLimitReached: Too many presences in this channel",
  unsignedToken: "JwtSignatureError: Failed to validate JWT signature",
  malformedToken: (why: string): string => `MalformedJWT: ${why}`,
  invalidToken: (why: string): string => `InvalidJWTToken: ${why}`,
  expired: "InvalidJWTToken: Token has expired",
  sessionEnded: "InvalidJWTToken: Session has ended",
  joinPayload: (why: string): string => `InvalidJoinPayload: ${why}`,
  subscription: (why: string): string => `RealtimeDisabledForConfiguration: ${why}`,
  unmatchedTopic: "unmatched topic",
  notJoined: "unmatched topic",
  unavailable: "UnableToConnectToProject: Realtime is busy, try again",
  publicReplay: "UnableToReplayMessages: Replay is not allowed for public channels",
};

/** The reason as a `system` message tells it: replies alone bear the code. */
export function withoutCode(reason: string): string {
  return reason.replace(/^[A-Z][A-Za-z]+: /, "");
}

type CloseReason =
  | "malformed"
  | "policy"
  | "tooLarge"
  | "unavailable"
  | "sessionEnded"
  | "expired"
  | "tooSlow"
  | "silent";

/** Codes that a socket is closed with: RFC 6455 section 7.4.1, and 4000-4999 for this protocol. */
export const closeCodes: Readonly<Record<CloseReason, number>> = {
  malformed: 1007,
  policy: 1008,
  tooLarge: 1009,
  unavailable: 1013,
  sessionEnded: 4001,
  expired: 4002,
  tooSlow: 4008,
  silent: 4009,
};
