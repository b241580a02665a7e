import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { describe, expect, it } from "vitest";
import { app as publication } from "../../src/app/app.ts";
import type { App } from "../../src/define.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/kernel/json.ts";
import { filmhouse } from "../apps/filmhouse.ts";
import { library } from "../apps/library.ts";
import { oddities } from "../apps/oddities.ts";
import { views } from "../apps/views.ts";
import { contractOf } from "./compiled.ts";
import { type Exceptions, lint, validity } from "./lint.ts";

/** Every endpoint of identity that there is. */
const identity: App = {
  ...filmhouse,
  name: "identity",
  auth: {
    url: "https://api.example.com",
    webauthn: { rpId: "api.example.com", origins: ["https://api.example.com"] },
    oauthServer: { access: "user", dynamicRegistration: true },
  },
};

const documents: readonly (readonly [App, string, Exceptions])[] = [
  [filmhouse, "anon", {}],
  [filmhouse, "authenticated", {}],
  [filmhouse, "office", {}],
  [filmhouse, "service_role", {}],
  [identity, "anon", {}],
  [identity, "authenticated", {}],
  [identity, "service_role", {}],
  [
    publication,
    "anon",
    // A filter on a column of addresses compares text: nothing is ever fetched from there.
    { "owasp:api7:2023-concerning-url-parameter": "columns called url" },
  ],
  [publication, "admin", { "owasp:api7:2023-concerning-url-parameter": "columns called url" }],
  // The application counts its books, and rules say who may read which.
  [library, "librarian", { "owasp:api1:2023-no-numeric-ids": "a function's argument called id" }],
];

function documentOf(app: App, role: string): JsonObject {
  return JSON.parse(contractOf(app)(role));
}

function at(json: Json | undefined, ...path: readonly string[]): JsonObject {
  let found = json;
  for (const name of path) found = isJsonObject(found ?? null) ? (found as JsonObject)[name] : undefined;
  return isJsonObject(found ?? null) ? (found as JsonObject) : {};
}

function methodsOf(document: JsonObject): Record<string, string[]> {
  const data = Object.entries(at(document, "paths")).filter(([path]) => path.startsWith("/rest/"));
  return Object.fromEntries(data.map(([path, item]) => [path.slice("/rest/v1/".length), Object.keys(at(item))]));
}

function columnsOf(document: JsonObject, schema: string): string[] {
  return Object.keys(at(document, "components", "schemas", schema, "properties"));
}

describe("the document", () => {
  it.each(documents.map(([app, role, exceptions]) => [app.name, role, app, exceptions] as const))(
    "of %s for %s is OpenAPI 3.1, and clean under Spectral and OWASP's rules",
    async (_, role, app, exceptions) => {
      const text = contractOf(app)(role);
      expect(await validity(text)).toBe(true);
      expect(await lint(text, exceptions)).toEqual([]);
    },
  );

  it("is valid for names that need quotes everywhere, and for views", async () => {
    expect(await validity(contractOf(oddities)("service_role"))).toBe(true);
    expect(await validity(contractOf(views)("authenticated"))).toBe(true);
  });

  it("names every operation once", () => {
    for (const [app, role] of documents) {
      const operations = Object.values(at(documentOf(app, role), "paths")).flatMap((path) => Object.values(at(path)));
      const ids = operations.map((operation) => at(operation).operationId);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("shows each role the methods that it may use", () => {
    expect(methodsOf(documentOf(filmhouse, "anon"))).toEqual({
      people: ["get"],
      films: ["get"],
      roles: ["get"],
      trailers: ["post"],
      released_films: ["get"],
      "rpc/clock": ["post", "get"],
      "rpc/films_by": ["post", "get"],
      "rpc/latest": ["post", "get"],
      "rpc/points": ["post", "get"],
    });
    const office = methodsOf(documentOf(filmhouse, "office"));
    expect(office.films).toEqual(["get", "post", "patch", "delete"]);
    expect(office.people).toEqual(["get", "post", "put", "patch"]);
    expect(office["rpc/rename"]).toEqual(["post"]);
    expect(office["rpc/nobodys"]).toBeUndefined();
    expect(office.ledger).toBeUndefined();
    expect(methodsOf(documentOf(filmhouse, "service_role")).ledger).toEqual(["get", "post", "put", "patch", "delete"]);
  });

  it("shows each role the columns that it may use, and no word of any other", () => {
    const anon = documentOf(filmhouse, "anon");
    expect(columnsOf(anon, "films")).toEqual(["id", "title", "director_id", "stage"]);
    expect(columnsOf(anon, "people")).toEqual(["id", "name"]);
    expect(columnsOf(anon, "trailers")).toEqual([]);
    expect(columnsOf(anon, "trailers.insert")).toEqual(["film_id", "url"]);
    expect(JSON.stringify(anon)).not.toMatch(/salary|secret|ledger|budget|In cents|nobodys|rename\b|producer/);
    const user = documentOf(filmhouse, "authenticated");
    expect(columnsOf(user, "films.insert")).toEqual(["title", "director_id", "notes"]);
    expect(columnsOf(user, "people.update")).toEqual(["name"]);
    expect(JSON.stringify(user)).not.toMatch(/salary|secret|ledger/);
    expect(columnsOf(documentOf(filmhouse, "office"), "films.update")).not.toContain("shout");
    expect(JSON.stringify(documentOf(filmhouse, "service_role"))).not.toMatch(/secret"?:|\.secret/);
  });

  it("tells formats, bounds, values, defaults and what may be null", () => {
    const film = at(documentOf(filmhouse, "office"), "components", "schemas", "films", "properties");
    expect(film).toMatchObject({
      title: { type: "string", maxLength: 200 },
      stage: { type: "string", enum: ["idea", "shooting", "released"] },
      budget: { type: ["integer", "null"], format: "int64", description: "In cents" },
      director_id: { type: "string", format: "uuid", description: "A foreign key to `people.id`." },
      released: { type: ["string", "null"], format: "date" },
      changed_at: { type: "string", format: "date-time" },
      takes: { type: ["array", "null"], items: { type: "integer" } },
      notes: {},
    });
    const insert = at(documentOf(filmhouse, "authenticated"), "components", "schemas", "films.insert");
    expect(insert).toMatchObject({ required: ["title", "director_id"], additionalProperties: false });
    expect(
      at(documentOf(filmhouse, "service_role"), "components", "schemas", "films.insert", "properties"),
    ).toMatchObject({
      stage: { default: "idea" },
      is_colour: { default: true },
    });
    // A rule hides it in rows of others.
    expect(
      at(documentOf(oddities, "authenticated"), "components", "schemas", "persons", "properties", "name").type,
    ).toBe("string");
  });

  it("shows who is signed in what a user has, and nobody else", () => {
    const identity = (role: string): string[] =>
      Object.keys(at(documentOf(filmhouse, role), "paths")).filter((path) => path.startsWith("/auth/v1"));
    expect(identity("anon")).not.toContain("/auth/v1/user");
    expect(identity("office")).toContain("/auth/v1/user");
    for (const role of ["anon", "office"]) expect(identity(role).join()).not.toContain("/admin/");
    expect(identity("service_role")).toContain("/auth/v1/admin/users/{user_id}");
  });

  it("shows a role that does not exist nothing but how to sign in", () => {
    expect(methodsOf(documentOf(filmhouse, "nobody"))).toEqual({});
  });

  it("is made once for each role", () => {
    const contract = contractOf(filmhouse);
    expect(contract("anon")).toBe(contract("anon"));
  });
});

describe("openapi-typescript", () => {
  it("compiles the document to types", async () => {
    // It wants the compiler's old programming interface, which TypeScript 7 has no more.
    const hooks = registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier === "typescript" ? "@ts-morph/common/dist/typescript.js" : specifier, context),
    });
    try {
      const { default: openapiTs, astToString } = await import("openapi-typescript");
      const text = astToString(await openapiTs(contractOf(filmhouse)("office")));
      expect(text).toContain('"/rest/v1/films": {');
      expect(text).toContain('stage: "idea" | "shooting" | "released";');
      expect(text).toContain("budget?: number | null;");
      expect(text).toContain('"/rest/v1/rpc/films_by": {');
    } finally {
      hooks.deregister();
    }
  });
});

describe("every dependency of these tests", () => {
  it("stays out of what is deployed", () => {
    const manifest: JsonObject = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const shipped = Object.keys(at(manifest, "dependencies"));
    expect(shipped.filter((name) => /spectral|openapi|scalar|ts-morph/.test(name))).toEqual([]);
  });
});
