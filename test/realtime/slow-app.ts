import { type App, defineApp } from "../../src/define.ts";
import { app as realtime } from "./app.ts";

/** Little patience with slow readers. */
export const limits = { maxUnheardBytes: 1_000_000, maxSilenceSeconds: 12 } as const;

export const app: App = defineApp({
  ...realtime,
  name: "slow",
  live: { ...realtime.live, limits: { ...realtime.live?.limits, ...limits } },
});
