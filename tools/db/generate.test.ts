import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// As a developer runs it: a child process, in a folder of its own inside the checkout, so that imports resolve.

const root = resolve(import.meta.dirname, "../..");
let folder: string;
beforeAll(() => {
  mkdirSync(join(root, ".perigee"), { recursive: true });
  folder = mkdtempSync(join(root, ".perigee", "generate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(...args: readonly string[]): SpawnSyncReturns<string> {
  const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
}

function generate(...args: readonly string[]): SpawnSyncReturns<string> {
  return node(
    "tools/run.mjs",
    "db/generate",
    "--app",
    join(folder, "app.ts"),
    "--out",
    join(folder, "migrations"),
    ...args,
  );
}

function define(articleColumns: string): void {
  writeFileSync(
    join(folder, "app.ts"),
    `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
const articles = sqliteTable("articles", { id: integer().primaryKey(), ${articleColumns} });
const comments = sqliteTable("comments", {
  id: integer().primaryKey(),
  article: integer().notNull().references(() => articles.id, { onDelete: "cascade" }),
});
export const app = defineApp({ name: "test", collections: [collection(articles), collection(comments)], rules: [] });
`,
  );
}

function files(): readonly string[] {
  return readdirSync(join(folder, "migrations")).filter((name) => name.endsWith(".sql"));
}

function wrangler(...args: readonly string[]): SpawnSyncReturns<string> {
  const state = ["--local", "--persist-to", join(folder, "state"), "-c", join(folder, "wrangler.toml")];
  return node("node_modules/wrangler/bin/wrangler.js", "d1", ...args, ...state);
}

describe("npm run db:generate", () => {
  it("writes the first migration, then nothing until the definition changes", () => {
    define("title: text().notNull()");
    const first = generate();
    expect(first.stderr).toBe("");
    expect(first.status).toBe(0);
    expect(files()).toEqual(["0000_initial.sql"]);
    const again = generate();
    expect([again.status, again.stdout.trim()]).toEqual([
      0,
      "Nothing to do: the last migration already gives this schema.",
    ]);
    expect(files()).toHaveLength(1);
  });

  it("writes nothing and fails where it refuses", () => {
    define("heading: text().notNull()");
    const refused = generate();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("--rename articles.title:heading");
    expect(refused.stderr).toContain("--accept-loss articles.title");
    expect(files()).toHaveLength(1);
  });

  it("writes what a flag decided", () => {
    const written = generate("--rename", "articles.title:heading", "--name", "Titles are headings");
    expect([written.status, written.stderr]).toEqual([0, ""]);
    expect(files()).toEqual(["0000_initial.sql", "0001_titles_are_headings.sql"]);
  });

  it("says why it rebuilds, in the file too", () => {
    define("heading: text()");
    const written = generate();
    expect(written.stdout).toContain("rebuilds articles: column heading changes: text not null → text null");
    expect(written.stdout).toContain("copies away and back, because they refer to it: comments");
    const text = readFileSync(join(folder, "migrations", "0002_change_articles.sql"), "utf8");
    expect(text).toContain("-- rebuilds articles");
  });

  it("makes files that wrangler applies, without losing a row", () => {
    writeFileSync(
      join(folder, "wrangler.toml"),
      `name = "test"\ncompatibility_date = "2026-07-30"\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "test"
database_id = "test"\nmigrations_dir = "${relative(folder, join(folder, "migrations"))}"\n`,
    );
    const last = join(folder, "migrations", "0002_change_articles.sql");
    const text = readFileSync(last, "utf8");
    rmSync(last);
    expect(wrangler("migrations", "apply", "DB").status).toBe(0);
    const rows = "INSERT INTO articles VALUES (1, 'a'), (2, 'b'); INSERT INTO comments VALUES (1, 1), (2, 1), (3, 2)";
    expect(wrangler("execute", "DB", "--command", rows).status).toBe(0);
    writeFileSync(last, text);
    const applied = wrangler("migrations", "apply", "DB");
    expect([applied.stderr, applied.status]).toEqual(["", 0]);
    const query =
      "SELECT (SELECT count(*) FROM articles) a, (SELECT count(*) FROM comments) c, (SELECT max(seq) FROM _perigee_changes) s";
    const counted = wrangler("execute", "DB", "--json", "--command", query);
    expect(JSON.parse(counted.stdout)).toMatchObject([{ results: [{ a: 2, c: 3, s: 5 }] }]);
  });

  it("fails for a wrong option, a missing file and a module without an app", () => {
    expect(generate("--nothing").status).toBe(2);
    expect(generate("--rename", "articles").status).toBe(2);
    expect(node("tools/run.mjs", "db/generate", "--app", join(folder, "none.ts")).status).toBe(1);
    writeFileSync(join(folder, "empty.ts"), "export const other = 1;\n");
    const empty = node("tools/run.mjs", "db/generate", "--app", join(folder, "empty.ts"));
    expect([empty.status, empty.stderr]).toEqual([1, expect.stringContaining("does not export `app`")]);
  });

  it("takes the definition of the README as it stands there", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const blocks = [...readme.matchAll(/^```ts\n\/\/ src\/app\/([a-z]+\.ts)([\s\S]*?)^```/gm)];
    expect(blocks.map(([, name]) => name)).toEqual(["schema.ts", "rules.ts", "app.ts"]);
    const own = mkdtempSync(join(root, ".perigee", "readme-"));
    try {
      for (const [, name = "", text = ""] of blocks) {
        writeFileSync(join(own, name), `//${text.replaceAll('"../', '"../../src/')}`);
      }
      const out = join(own, "migrations");
      const made = node("tools/run.mjs", "db/generate", "--app", join(own, "app.ts"), "--out", out, "--name", "teams");
      expect(made.stderr).toBe("");
      expect(readFileSync(join(out, "0000_teams.sql"), "utf8")).toMatch(/create table .members./i);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });
});
