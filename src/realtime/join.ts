import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type ChannelRight, channelRights } from "../live/channels/compile.ts";
import type { Interest } from "../live/live.ts";
import { Channel, type ChannelOutlet } from "./channel.ts";
import type { Host, RealtimeContext } from "./context.ts";
import type { Frame } from "./frame.ts";
import { type JoinConfig, parseJoin } from "./join-config.ts";
import { type Listening, listening } from "./listeners.ts";
import type { TopicName } from "./ports.ts";
import { principalOf } from "./presented-token.ts";
import { reasons } from "./reasons.ts";

/** A channel that has been entered, and what its client is told first. */
export interface Joined {
  readonly channel: Channel;
  readonly reply: string;
  /** Why its changes cannot be told; null where they are, or nobody asked. */
  readonly refusal: string | null;
}

const prefix = "realtime:";

/** The error is the reason that the client is shown. */
export async function join(
  frame: Frame,
  host: Host,
  { outlet, context }: { readonly outlet: ChannelOutlet; readonly context: RealtimeContext },
): Promise<Result<Joined, string>> {
  if (!frame.topic.startsWith(prefix)) return err(reasons.unmatchedTopic);
  const topic = frame.topic.slice(prefix.length);
  if (topic === "" || topic.length > 255) return err(reasons.topicRequired);
  const config = parseJoin(frame.payload);
  if (!config.ok) return err(reasons.joinPayload(config.error));
  const { accessToken: token, dpop: proof } = config.value;
  const principal = await principalOf({ token, proof }, host, context);
  if (!principal.ok) return principal;
  const name: TopicName = { topic, isPrivate: config.value.isPrivate };
  const { may, replay } = await context.authorize(topic, name.isPrivate, principal.value);
  const refused = refusal(name, config.value, { may, isDeclared: replay !== null });
  if (refused !== null) return err(refused);
  const listens = listening(config.value.listeners, context.model);
  const ids = listens.ok ? listens.value.ids : [];
  const state = {
    topic: frame.topic,
    name,
    joinRef: frame.joinRef,
    config: { ...config.value, accessToken: null, dpop: null, held: {} },
    rights: channelRights.filter(may),
    replay,
    principal: principal.value,
    presence: null,
    told: { changes: null, queries: {} },
  };
  const channel = new Channel(state, ids, outlet);
  channel.held = config.value.held;
  const subscribed = await subscribe(channel, listens, context);
  if (!subscribed.ok) return subscribed;
  const entered = replay === null || (await enter(channel, context));
  if (!entered) {
    channel.subscription?.end();
    return err(reasons.unavailable);
  }
  return ok({ channel, reply: replyOf(config.value, ids), refusal: subscribed.value });
}

interface Rights {
  readonly may: (right: ChannelRight) => boolean;
  readonly isDeclared: boolean;
}

/** Changes of tables have rules of their own: a public channel that listens to nothing else needs no right. */
function refusal({ topic, isPrivate }: TopicName, config: JoinConfig, { may, isDeclared }: Rights): string | null {
  if (config.replay !== null) {
    if (!isPrivate) return reasons.publicReplay;
    if (!may("broadcast.read")) return reasons.unauthorized(topic);
  }
  if (may("join")) return null;
  if (!isPrivate && (config.listeners.length > 0 || config.queries.length > 0)) return null;
  return isDeclared ? reasons.unauthorized(topic) : reasons.undeclared(topic);
}

/** Gives why the changes cannot be told, where the channel can be entered all the same. */
async function subscribe(
  channel: Channel,
  listens: Result<Listening, string>,
  { live }: RealtimeContext,
): Promise<Result<string | null, string>> {
  const { config } = channel.state;
  if (!listens.ok && config.wait) return err(reasons.subscription(listens.error));
  const interests = listens.ok ? listens.value.interests : [];
  const first = await live.subscribe(channel.request(interests, channel.since));
  if (first.ok) {
    channel.subscription = first.value;
    return ok(listens.ok ? null : listens.error);
  }
  if (isSessionEnd(first.error)) return err(reasons.sessionEnded);
  const why = first.error.message;
  if (config.wait || interests.length === 0) return err(reasons.subscription(why));
  const bare = await live.subscribe(channel.request(nothing, null));
  if (!bare.ok) return err(isSessionEnd(bare.error) ? reasons.sessionEnded : reasons.unavailable);
  channel.subscription = bare.value;
  return ok(why);
}

const nothing: readonly Interest[] = [];

function isSessionEnd({ status }: Failure): boolean {
  return status === 401;
}

async function enter(channel: Channel, { rooms, onFault }: RealtimeContext): Promise<boolean> {
  const room = rooms.add(channel.state.name, channel);
  channel.room = room;
  try {
    await room.enter();
    return true;
  } catch (error) {
    onFault(error);
    rooms.remove(room, channel);
    return false;
  }
}

/** The listeners as they were sent, each with its number: the client compares them one by one. */
function replyOf({ listeners }: JoinConfig, ids: readonly number[]): string {
  if (listeners.length === 0) return `{"postgres_changes":[]}`;
  return JSON.stringify({
    postgres_changes: listeners.map((listener, index) => ({ id: ids[index] ?? index, ...listener })),
  });
}
