import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chinook } from "../../bench/chinook/app.ts";
import { databaseType } from "../../tools/contract/database-type.ts";
import { filmhouse } from "../apps/filmhouse.ts";
import { library } from "../apps/library.ts";
import { oddities } from "../apps/oddities.ts";
import { views } from "../apps/views.ts";
import { root } from "../architecture/source-file.ts";

describe("npm run types", () => {
  it("writes the type that the fixture beside this test has", () => {
    // Where this differs on purpose: npm run --silent types -- --app … --output test/contract/database.ts
    expect(databaseType(filmhouse)).toBe(readFileSync(new URL("./database.ts", import.meta.url), "utf8"));
  });

  it("gives supabase-js what it needs to know, and no more", () => {
    const compiler = `${root}/node_modules/typescript/bin/tsc`;
    const run = (): string =>
      execFileSync(process.execPath, [compiler, "-p", `${root}/test/contract/tsconfig.json`]).toString();
    expect(run()).toBe("");
  });

  it("is the same for the same definition, whatever the order of its parts", () => {
    const turned = { ...filmhouse, collections: [...filmhouse.collections].reverse() };
    expect(databaseType(turned)).toBe(databaseType(filmhouse));
  });

  it("prints to standard output, or into a file", () => {
    const printed = execFileSync(process.execPath, [`${root}/tools/run.mjs`, "contract/generate"], {
      cwd: root,
    }).toString();
    expect(printed).toMatch(/^\/\/ Made by npm run types/);
    expect(printed).toContain("export type Database = {\n  __InternalSupabase: {\n");
    expect(printed).toContain("      articles: {\n");
  });

  it.each([
    ["library", library],
    ["oddities", oddities],
    ["views", views],
    ["chinook", chinook],
  ])("knows no hidden column of %s, and every other", (_, app) => {
    const text = databaseType(app);
    for (const { options } of app.collections) {
      for (const [property, { hidden }] of Object.entries(options.columns)) {
        if (hidden === true) expect(text).not.toMatch(new RegExp(`\\b${property}\\??:`));
      }
    }
    expect(text).not.toContain("undefined;\n        Relationships");
  });
});
