import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { reconnectAfterMs } from "./backoff.ts";

/** As much of supabase-js as is needed here. */
export type LiveClient = Pick<SupabaseClient, "channel" | "removeChannel">;

/** What a channel asks the server for beyond the dialect. It is read anew for every join. */
export type Beyond = Readonly<Record<string, unknown>>;

export interface StayOptions {
  readonly client: LiveClient;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly beyond: Beyond;
  /** Adds what the channel listens to. */
  readonly listen: (channel: RealtimeChannel) => void;
  /** `live`: joined; `waiting`: not, and why. It goes on by itself. */
  readonly onStatus?: ((status: "live" | "waiting", why: string | null) => void) | undefined;
}

/**
 * Stays in a channel until told to stop. After a cut supabase-js joins again by itself; a channel that the server has closed
 * it gives up, and there this begins with a new one, later each time.
 */
export function stay(options: StayOptions): () => void {
  let channel: RealtimeChannel | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let tries = 0;
  let isOver = false;

  const begin = (): void => {
    timer = null;
    const { client, name, isPrivate, beyond } = options;
    // The object itself is kept and written out at each join: members that are getters say what holds then.
    const config = { private: isPrivate, postgres_changes_options: beyond };
    const made = client.channel(name, { config } as Parameters<LiveClient["channel"]>[1]);
    channel = made;
    options.listen(made);
    made.subscribe((status, error) => {
      if (isOver || channel !== made) return;
      if (status === "SUBSCRIBED") {
        tries = 0;
        options.onStatus?.("live", null);
        return;
      }
      options.onStatus?.("waiting", error?.message ?? status);
      if (status === "CLOSED") again(made);
    });
  };

  const again = (lost: RealtimeChannel): void => {
    channel = null;
    void options.client.removeChannel(lost);
    tries += 1;
    timer = setTimeout(begin, reconnectAfterMs(tries));
  };

  begin();
  return () => {
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    if (channel !== null) void options.client.removeChannel(channel);
  };
}

let names = 0;

/** A name that no other channel of this client has. */
export function channelName(prefix: string): string {
  names += 1;
  return `${prefix}:${names}`;
}
