import { isJsonObject, type Json } from "../kernel/json.ts";
import type { Channel } from "./channel.ts";
import type { Place } from "./context.ts";
import type { Frame } from "./frame.ts";
import type { Presence } from "./ports.ts";
import { reasons } from "./reasons.ts";

/** `track` and `untrack`. */
export async function changePresence(channel: Channel, frame: Frame, { socket, context }: Place): Promise<void> {
  const { limits, clock, newId } = context;
  const refuse = (reason: string): void => socket.replyText(frame, "error", JSON.stringify({ reason }));
  const { event, payload } = frame.payload;
  const { room } = channel;
  if (room === null || !channel.may("presence.write")) return refuse(reasons.unauthorized(channel.state.name.topic));
  if (!socket.presenceEvents.take(1, clock())) return refuse(reasons.presenceRate);
  const before = channel.presence;
  const leaves = before === null ? [] : [before.ref];
  const kind = typeof event === "string" ? event.toLowerCase() : "";
  if (kind === "untrack") {
    setPresence(channel, null);
    await room.present({ joins: [], leaves, most: limits.maxPresences });
  } else if (kind === "track") {
    const meta = metaOf(payload);
    if (meta.length > limits.maxPresenceBytes) return refuse(reasons.presenceSize);
    const key = channel.state.config.presenceKey ?? before?.key ?? newId();
    const presence: Presence = { ref: newId(), key, meta, previous: before?.ref ?? null };
    setPresence(channel, presence);
    if (!(await room.present({ joins: [presence], leaves, most: limits.maxPresences }))) {
      setPresence(channel, before);
      return refuse(reasons.presences);
    }
  } else return refuse(`unknown presence event: ${kind}`);
  socket.save();
  socket.replyText(frame, "ok", "{}");
}

function setPresence(channel: Channel, presence: Presence | null): void {
  channel.state = { ...channel.state, presence };
}

function metaOf(payload: Json | undefined): string {
  if (!isJsonObject(payload)) return "{}";
  const { phx_ref: _, phx_ref_prev: __, ...meta } = payload;
  return JSON.stringify(meta);
}
