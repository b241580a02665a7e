import { describe, expect, it } from "vitest";
import { columnName } from "../rules/condition.ts";
import { compilePolicy } from "../rules/policy.ts";
import { compileRoles } from "../rules/roles.ts";
import { compileModel } from "../schema/compile.ts";
import { app } from "./app.ts";
import { newProfile } from "./profile.ts";

describe("the reference application", () => {
  const model = compileModel(app.collections);

  it("compiles, with an admin who may do what an editor, an author and a reader may", () => {
    expect(model.collections.size).toBe(11);
    expect(compileRoles(app.roles ?? {}).get("admin")).toEqual(
      new Set(["admin", "editor", "author", "authenticated", "anon"]),
    );
  });

  it("has rules for every collection, and for nothing else", () => {
    expect(() => compilePolicy(model, app.rules, app.roles ?? {})).not.toThrow();
    expect(app.rules.map((rules) => rules.collection).sort()).toEqual([...model.collections.keys()].sort());
  });

  it("lets nobody read an editor's note just because the article is published", () => {
    const forEverybody = app.rules
      .find((rules) => rules.collection === "articles")
      ?.select.find((grant) => grant.roles.includes("anon"));
    expect(forEverybody?.columns?.map(columnName)).not.toContain("editor_notes");
  });
});

describe("a new profile", () => {
  const id = "3f2b8c1e-0f7a-4c55-9d0e-1234567890ab";

  it("takes the handle and the name that were asked for", () => {
    const metadata = { handle: "ada", display_name: "  Ada   Byron ", avatar_url: "https://images.example/ada.png" };
    expect(newProfile({ id, email: null, metadata })).toEqual({
      id,
      handle: "ada",
      displayName: "Ada Byron",
      avatarUrl: "https://images.example/ada.png",
    });
  });

  it("falls back where the metadata is missing or not usable, and never takes a role from it", () => {
    const metadata = { handle: "Not A Handle", display_name: 7, avatar_url: "javascript:alert(1)", role: "admin" };
    expect(newProfile({ id, email: null, metadata })).toEqual({
      id,
      handle: "reader-1234567890ab",
      displayName: "New reader",
      avatarUrl: null,
    });
  });
});
