import { env } from "cloudflare:workers";
import type { LogRow } from "../../src/changes/ports.ts";
import type { Env } from "../../src/compose.ts";
import { watermark } from "../../src/kernel/watermark.ts";
import type { Heard } from "../../src/live/ports.ts";

/** What writers have told a feed that always listens, which is no more than that. */
export interface Listening {
  readonly binding: NonNullable<Env["FEED"]>;
  /** Since the last time, when nothing more is on its way: each signal's rows. */
  readonly take: () => Promise<readonly (readonly LogRow[])[]>;
}

export function listening(): Listening {
  let signals: (readonly LogRow[])[] = [];
  const stub = {
    async signal(told: readonly LogRow[] = []): Promise<Heard> {
      signals.push(told);
      const last = await env.DB.prepare("select max(seq) as seq from _perigee_changes").first<number>("seq");
      return { quietMs: 0, position: watermark(last ?? 0) };
    },
  };
  return {
    binding: { idFromName: () => "feed", get: () => stub } as unknown as NonNullable<Env["FEED"]>,
    async take() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const taken = signals;
      signals = [];
      return taken;
    },
  };
}
