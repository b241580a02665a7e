import { exceedsBytes } from "../kernel/bytes.ts";
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
  if (!socket.presenceEvents.take(1, clock())) {
    refuse(reasons.presenceRate);
    return socket.drop(channel, reasons.presenceRate);
  }
  const before = channel.presence;
  const leaves = before === null ? [] : [before.ref];
  const kind = typeof event === "string" ? event.toLowerCase() : "";
  if (kind === "untrack") {
    setPresence(channel, null);
    await room.present({ joins: [], leaves, most: limits.maxPresences });
  } else if (kind === "track") {
    const meta = metaOf(payload);
    if (meta === null) return refuse("InvalidPresencePayload: Presence track payload must be a map");
    if (exceedsBytes(meta, limits.maxPresenceBytes)) {
      refuse(reasons.presenceSize);
      return socket.drop(channel, reasons.presenceSize);
    }
    const key = channel.state.config.presenceKey ?? before?.key ?? newId();
    const presence: Presence = { ref: newId(), key, meta, previous: before?.ref ?? null };
    setPresence(channel, presence);
    if (!(await room.present({ joins: [presence], leaves, most: limits.maxPresences }))) {
      setPresence(channel, before);
      return refuse(reasons.presences);
    }
  } else return refuse(`unknown presence event: ${kind}`);
  const isFirst = kind === "track" && !channel.state.config.presence;
  // Whoever says that it is there wants to know who else is.
  if (isFirst) channel.state = { ...channel.state, config: { ...channel.state.config, presence: true } };
  socket.save();
  socket.replyText(frame, "ok", "{}");
  if (isFirst) channel.tellPresences();
}

function setPresence(channel: Channel, presence: Presence | null): void {
  channel.state = { ...channel.state, presence };
}

/** Null for what is no object. */
function metaOf(payload: Json | undefined): string | null {
  if (payload === undefined) return "{}";
  if (!isJsonObject(payload)) return null;
  const { phx_ref: _, phx_ref_prev: __, ...meta } = payload;
  return JSON.stringify(meta);
}
