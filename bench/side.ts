import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare, NoOpLog } from "miniflare";
import { childProcesses, cpuSeconds } from "./cpu.ts";

/** A worker that runs alone in a workerd of its own, with its own D1, on a socket bound straight to it. */
export interface Side {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** The V8 inspector, where it was asked for. */
  readonly inspector: URL | null;
  readonly database: D1Database;
  readonly storage: string;
  /** Processor time of the workerd process so far; null where the system does not tell. */
  cpuSeconds(): number | null;
  stop(): Promise<void>;
}

export interface SideOptions {
  readonly name: string;
  readonly script: string;
  readonly bindings?: Readonly<Record<string, string>>;
  readonly durableObjects?: Readonly<Record<string, string>>;
  readonly kvNamespaces?: readonly string[];
  readonly inspect?: boolean;
  /** Default: one that is free. */
  readonly port?: number;
  /** Another side's, whose database this one shares from a process of its own. Default: one of its own. */
  readonly storage?: string;
}

const host = "127.0.0.1";

/** In memory where the system has such a place: waiting for a disk would hide what the workers cost. */
const storageRoot = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export async function startSide(options: SideOptions): Promise<Side> {
  const storage = options.storage ?? mkdtempSync(join(storageRoot, "perigee-bench-"));
  const before = new Set(childProcesses());
  const objects = Object.entries(options.durableObjects ?? {});
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host,
      log: new NoOpLog(),
      cf: false,
      resourcePersistencePath: storage,
      modules: true,
      script: options.script,
      compatibilityDate: "2026-07-30",
      compatibilityFlags: ["nodejs_compat"],
      d1Databases: ["DB"],
      kvNamespaces: [...(options.kvNamespaces ?? [])],
      durableObjects: Object.fromEntries(
        objects.map(([binding, className]) => [binding, { className, useSQLite: true }]),
      ),
      bindings: { ...options.bindings },
      unsafeDirectSockets: [{ host, port: options.port ?? 0 }],
      ...(options.inspect === true ? { inspectorPort: 0 } : {}),
    }),
  );
  await miniflare.ready;
  const url = await miniflare.unsafeGetDirectURL();
  const pid = childProcesses().find((child) => !before.has(child)) ?? null;
  return {
    name: options.name,
    host,
    port: Number(url.port),
    inspector: options.inspect === true ? await miniflare.getInspectorURL() : null,
    database: (await miniflare.getD1Database("DB")) as unknown as D1Database,
    storage,
    cpuSeconds: () => cpuSeconds(pid),
    async stop() {
      await miniflare.dispose();
      if (options.storage === undefined) rmSync(storage, { recursive: true, force: true });
    },
  };
}
