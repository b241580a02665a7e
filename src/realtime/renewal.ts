import type { Principal } from "../kernel/principal.ts";
import { type ChannelRight, channelRights } from "../live/channels/compile.ts";
import type { Channel } from "./channel.ts";
import type { Place } from "./context.ts";
import type { Frame } from "./frame.ts";
import { listening } from "./listeners.ts";
import { principalOf } from "./presented-token.ts";
import { reasons } from "./reasons.ts";

const readRights: readonly ChannelRight[] = ["broadcast.read", "presence.read"];

/** `access_token`: a new token for a channel that the client is in. One that does not hold ends the channel. */
export async function changePrincipal(channel: Channel, frame: Frame, { socket, context }: Place): Promise<void> {
  const { access_token: token, dpop } = frame.payload;
  // realtime-js sends null when somebody signs out: then the key that the socket came with speaks.
  if (token !== null && token !== undefined && typeof token !== "string") {
    return socket.drop(channel, reasons.malformedToken("The token provided is not a valid JWT"));
  }
  const presented = { token: token ?? null, proof: typeof dpop === "string" ? dpop : null };
  const principal = await principalOf(presented, socket, context);
  if (!principal.ok) return socket.drop(channel, principal.error);
  const { topic, isPrivate } = channel.state.name;
  const { may } = await context.authorize(topic, isPrivate, principal.value);
  const { listeners, queries } = channel.state.config;
  const mustJoin = isPrivate || (listeners.length === 0 && queries.length === 0);
  if (mustJoin && !may("join")) return socket.drop(channel, reasons.readRevoked(topic));
  if (isPrivate && readRights.some((right) => channel.may(right) && !may(right))) {
    return socket.drop(channel, reasons.readRevoked(topic));
  }
  channel.state = { ...channel.state, principal: principal.value, rights: channelRights.filter(may) };
  const refused = await renew(channel, principal.value, { socket, context });
  if (channel.isOver) return;
  if (refused !== null) return socket.drop(channel, refused);
  await channel.queries?.replacePrincipal(principal.value);
  socket.save();
}

/** Gives why the subscription cannot go on. */
async function renew(channel: Channel, principal: Principal, { context }: Place): Promise<string | null> {
  const before = channel.subscription;
  if (before === null || before.replacePrincipal(principal).ok) return null;
  // Somebody else, or other rights: a subscription of their own, from where this one is.
  const listens = listening(channel.state.config.listeners, context.model);
  const since = before.cursor;
  before.end();
  const next = await context.live.subscribe(channel.request(listens.ok ? listens.value.interests : [], since));
  if (!next.ok) return next.error.status === 401 ? reasons.sessionEnded : reasons.subscription(next.error.message);
  channel.subscription = next.value;
  if (channel.isOver) next.value.end();
  return null;
}
