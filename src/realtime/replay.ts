import { WrittenBroadcast } from "./broadcast.ts";
import type { Channel } from "./channel.ts";
import type { Broadcast } from "./ports.ts";

const mostAtOnce = 25;

/** Messages that the channel keeps, for a client that has just joined and asked for them. */
export async function replay(channel: Channel): Promise<void> {
  const { config, name } = channel.state;
  if (config.replay === null || !name.isPrivate || channel.room === null) return;
  const { sinceMs, limit } = config.replay;
  const stored = await channel.room.kept(sinceMs, Math.min(limit ?? mostAtOnce, mostAtOnce));
  for (const { id, broadcast } of stored) {
    if (channel.isOver) return;
    const told: Broadcast = { ...broadcast, meta: JSON.stringify({ replayed: true, id }) };
    channel.hear(new WrittenBroadcast(told));
  }
}
