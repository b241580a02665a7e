import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SignJWT } from "jose";
import { bundle } from "../../bench/bundle.ts";
import { chinook } from "../../bench/chinook/app.ts";
import { type Side, startSide } from "../../bench/side.ts";
import type { GraphqlOptions } from "../../src/graphql/define.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";

const jwtSecret = "another secret for nothing but this test alone";

/** The music store as a real server, for unmodified GraphQL clients. */
export interface Store {
  /** Of the endpoint. */
  readonly url: string;
  /** `Authorization` for one of its customers. */
  readonly credentials: (who: keyof typeof people) => Promise<Readonly<Record<string, string>>>;
  readonly stop: () => Promise<void>;
}

/** What of the surface's options a build step could write to a file: JSON. */
export type StoreOptions = Pick<GraphqlOptions, "documents" | "accepts" | "introspection">;

export async function startStore(options: StoreOptions = {}): Promise<Store> {
  const side = await startSide({
    name: "store",
    script: await bundleStore(options),
    bindings: { PERIGEE_SECRET: "a secret for nothing but this test alone", PERIGEE_JWT_SECRET: jwtSecret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  await fill(side);
  return {
    url: `http://${side.host}:${side.port}/graphql/v1`,
    credentials: async (who) => ({ authorization: `Bearer ${await tokenFor(people[who].id)}` }),
    stop: side.stop,
  };
}

async function bundleStore(options: StoreOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "perigee-store-"));
  const from = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  try {
    writeFileSync(join(folder, "graphql.json"), JSON.stringify(options));
    writeFileSync(
      join(folder, "worker.ts"),
      `import { chinook } from ${from("../../bench/chinook/app.ts")};
       import { createWorker } from ${from("../../src/compose.ts")};
       import graphql from "./graphql.json";
       export { Hub } from ${from("../../src/platform/hub.ts")};
       export default createWorker({ ...chinook, graphql });`,
    );
    return await bundle(pathToFileURL(join(folder, "worker.ts")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill({ database }: Side): Promise<void> {
  await database.batch((await ddl(chinook)).map((sql) => database.prepare(sql)));
  const rows = Object.entries(seed).flatMap(([table, given]) => given.map((row) => ({ table, row })));
  await database.batch(
    rows.map(({ table, row }) => {
      const names = Object.keys(row);
      const sql = `insert into "${table}" (${names.map((name) => `"${name}"`).join()}) values (${names.map(() => "?").join()})`;
      return database.prepare(sql).bind(...Object.values(row));
    }),
  );
}

function tokenFor(id: string): Promise<string> {
  return new SignJWT({ role: "authenticated" })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(id)
    .setAudience("authenticated")
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(jwtSecret));
}
