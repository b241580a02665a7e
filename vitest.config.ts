import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/**
 * unit: pure code, in Node. workerd: what needs the runtime, on a real D1. e2e: real servers over real sockets, driven
 * by real clients. One after the other: what waits for a real server shall not wait for the rest as well.
 */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["**/*.workerd.test.ts", "**/*.e2e.test.ts", "node_modules/**"],
          environment: "node",
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./test/live/worker.ts",
            miniflare: {
              compatibilityDate: "2026-07-30",
              compatibilityFlags: ["nodejs_compat"],
              d1Databases: ["DB"],
              kvNamespaces: ["CACHE"],
              durableObjects: {
                FEED: { className: "Feed", useSQLite: true },
                CONNECTIONS: { className: "Connections", useSQLite: true },
                TOPICS: { className: "Topics", useSQLite: true },
              },
              bindings: { PERIGEE_SECRET: "a secret for nothing but these tests" },
            },
          }),
        ],
        test: {
          name: "workerd",
          include: ["src/**/*.workerd.test.ts", "test/**/*.workerd.test.ts"],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/**/*.e2e.test.ts", "tools/**/*.e2e.test.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One server at a time: the first to start writes `.dev.vars`.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

export default config;
