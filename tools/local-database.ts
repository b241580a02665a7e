import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "../src/auth/passwords.ts";
import { database, wranglerMust } from "./wrangler.ts";

/** Where wrangler keeps local data unless told otherwise. */
export const defaultState = ".wrangler/state";

/** Applies the migrations that the local database has not seen. Gives wrangler's account of it. */
export async function migrateLocal(state: string): Promise<string> {
  const applied = await wranglerMust(["d1", "migrations", "apply", database, "--local", "--persist-to", state]);
  return applied.stdout;
}

/** Whether anything was ever written: a user, or a row of any collection. The change log keeps its last entry forever. */
export async function hasRows(state: string): Promise<boolean> {
  const tables = ["_perigee_changes", "auth_users"];
  const query = `select ${tables.map((table) => `exists (select 1 from ${table})`).join(" or ")} as found`;
  const args = ["d1", "execute", database, "--local", "--persist-to", state, "--json", "--command", query];
  const { stdout } = await wranglerMust(args);
  return /"found":\s*1/.test(stdout);
}

/** Loads the demo content as one transaction: all of it or none. */
export async function loadDemo(
  demoStatements: (hash: (password: string) => Promise<string>) => Promise<readonly string[]>,
  state: string,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "perigee-demo-"));
  try {
    const statements = await demoStatements(async (password) => hashPassword(password));
    // The content was there before anybody listened: of its changes only the last number is kept.
    const last = `delete from "_perigee_changes" where "seq" < (select max("seq") from "_perigee_changes")`;
    const file = join(folder, "demo.sql");
    writeFileSync(file, `${[...statements, last].join(";\n")};\n`);
    await wranglerMust(["d1", "execute", database, "--local", "--persist-to", state, "--yes", "--file", file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
