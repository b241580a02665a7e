import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import { argumentOfJson, argumentOfText, isTooDeep } from "./arguments.ts";
import { compileFunctions } from "./compile.ts";
import { defineFunction } from "./define.ts";
import { fail } from "./fail.ts";
import { jsonSchema } from "./json-schema.ts";
import { rowsOf, setOf } from "./returns.ts";
import { valueType } from "./value-type.ts";

const things = sqliteTable("things", { id: integer().primaryKey(), name: text() });
const others = sqliteTable("others", { id: integer().primaryKey() });
const model = compileModel([collection(things)]);

describe("a definition that cannot work", () => {
  const plain = { name: "f", run: () => undefined } as const;

  it.each([
    ["two of one name", [defineFunction(plain), defineFunction(plain)], /function f: it is declared twice/],
    ["a name that is none", [defineFunction({ ...plain, name: "a/b" })], /its name is none/],
    ["a role that there is not", [defineFunction({ ...plain, access: ["boss"] })], /role "boss" does not exist/],
    [
      "rows of a table that is no collection",
      [defineFunction({ name: "f", returns: rowsOf(others), run: () => [] })],
      /it returns rows of others/,
    ],
    [
      "a media type that is none",
      [defineFunction({ name: "f", media: "html", returns: z.string(), run: () => "" })],
      /"html" is no media type/,
    ],
    [
      "a media type of what is no text",
      [defineFunction({ name: "f", media: "text/html", returns: z.number(), run: () => 1 })],
      /gives no text/,
    ],
  ])("is told at start: %s", (_, definitions, message) => {
    expect(() => compileFunctions(model, definitions, {})).toThrow(message);
  });
});

describe("a compiled function", () => {
  const functions = compileFunctions(
    model,
    [
      defineFunction({
        name: "f",
        access: ["author"],
        input: z.object({ a: z.number(), b: z.string().default("x") }),
        returns: setOf(z.object({ id: z.number().int(), name: z.string().nullable() })),
        run: () => [],
      }),
    ],
    { author: "authenticated", editor: "author" },
  );
  const f = functions.get("f");

  it("admits the roles that it names, those that extend them, and the service", () => {
    const roles = ["anon", "authenticated", "author", "editor", "service_role", "nobody"];
    expect(roles.filter((role) => f?.admits(role))).toEqual(["author", "editor", "service_role"]);
  });

  it("knows its parameters, and which it needs", () => {
    const parameters = f?.input.kind === "named" ? [...f.input.parameters.values()] : [];
    expect(parameters.map(({ name, required, type }) => [name, required, type.name])).toEqual([
      ["a", true, "number"],
      ["b", false, "text"],
    ]);
  });

  it("gives objects as rows with columns", () => {
    const columns = f?.output.kind === "rows" ? [...f.output.collection.columns.values()] : [];
    expect(columns.map(({ name, notNull, type }) => [name, notNull, type.kind.name])).toEqual([
      ["id", true, "integer"],
      ["name", false, "text"],
    ]);
  });
});

describe("an argument as text", () => {
  it.each([
    [z.number(), "3.5", 3.5],
    [z.number().int(), "x", "x"],
    [z.boolean(), "off", false],
    [z.array(z.number()), "{1,2}", [1, 2]],
    [z.array(z.number()), "[1,2]", [1, 2]],
    [z.array(z.string()), "a,b", ["a,b"]],
    [z.array(z.string().nullable()), "{a,NULL}", ["a", null]],
    [z.string(), "5", "5"],
    [z.unknown(), '{"a":1}', { a: 1 }],
    [z.unknown(), "{a", "{a"],
    [z.union([z.number(), z.string()]), "5", "5"],
    [z.number().nullable(), "5", 5],
    [z.enum(["1", "2"]), "1", "1"],
  ])("of %o, %s", (schema, given, wanted) => {
    expect(argumentOfText(given, valueType(jsonSchema(schema, "input")))).toEqual(wanted);
  });

  it("of JSON that is nested too deeply stays text", () => {
    const deep = `${"[".repeat(201)}${"]".repeat(201)}`;
    expect(isTooDeep(deep)).toBe(true);
    expect(argumentOfText(deep, { name: "json", element: null })).toBe(deep);
    expect(argumentOfJson(5, { name: "text", element: null })).toBe("5");
  });
});

describe("fail", () => {
  it.each([
    ["P0001", 400],
    ["P0002", 500],
    ["PT402", 402],
    ["PT40A", 500],
    ["PT200", 500],
    ["23505", 409],
    ["42501", 403],
    ["22023", 400],
    ["28000", 403],
    ["57P01", 503],
  ])("of %s is %i", (code, status) => {
    expect(fail(code, "m").failure).toEqual({ code, status, message: "m", details: null, hint: null });
  });

  it("takes no code that is none, and no status that is no failure", () => {
    expect(() => fail("oops", "m")).toThrow(TypeError);
    expect(() => fail("P0001", "m", { status: 200 })).toThrow(TypeError);
  });
});
