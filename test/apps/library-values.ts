import * as z from "zod";
import { body, defineFunction, type FunctionDefinition } from "../../src/functions/define.ts";
import { fail } from "../../src/functions/fail.ts";
import { rowsOf, setOf } from "../../src/functions/returns.ts";
import { authors } from "./library-schema.ts";

export const anybody = { access: ["anon"], readOnly: true } as const;

const point = z.object({ x: z.number(), y: z.number() });

export const values: readonly FunctionDefinition[] = [
  // Scalars and their arguments.
  defineFunction({
    ...anybody,
    name: "add_them",
    input: z.object({ a: z.number().int(), b: z.number().int() }),
    returns: z.number(),
    run: ({ a, b }) => a + b,
  }),
  defineFunction({
    ...anybody,
    name: "sayhello",
    input: z.object({ name: z.string().max(40) }),
    returns: z.string(),
    run: ({ name }) => `Hello, ${name}`,
  }),
  defineFunction({ ...anybody, name: "noparams", returns: z.string(), run: () => "nothing asked" }),
  defineFunction({ ...anybody, name: "ret_void", run: () => undefined }),
  defineFunction({ ...anybody, name: "ret_null", returns: z.number().nullable(), run: () => null }),
  defineFunction({ ...anybody, name: "ret_array", returns: z.array(z.number()), run: () => [1, 2, 3] }),
  defineFunction({ ...anybody, name: "ret_set", returns: setOf(z.number()), run: () => [1, 2, 3, 4] }),
  defineFunction({ ...anybody, name: "welcome_twice", returns: setOf(z.string()), run: () => ["Welcome", "Welcome"] }),
  defineFunction({ ...anybody, name: "ret_point", returns: point, run: () => ({ x: 10, y: 5 }) }),
  defineFunction({
    ...anybody,
    name: "varied",
    input: z.object({
      double: z.number(),
      text: z.string(),
      boolean: z.boolean(),
      arr: z.array(z.string()),
      integers: z.array(z.number().int()).default([]),
      mood: z.enum(["calm", "storm"]).optional(),
      data: z.unknown().optional(),
      either: z.union([z.number(), z.string()]).optional(),
      maybe: z.number().nullable().optional(),
    }),
    returns: z.record(z.string(), z.unknown()),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "three_defaults",
    input: z.object({ a: z.number().default(1), b: z.number().default(2), c: z.number().default(3) }),
    returns: z.number(),
    run: ({ a, b, c }) => a + b + c,
  }),
  defineFunction({
    ...anybody,
    name: "days",
    input: z.object({ days: z.number().int().min(1).max(90).default(7) }),
    returns: z.number(),
    run: ({ days }) => days,
  }),
  defineFunction({ ...anybody, name: "unnamed_json", input: body(z.json()), returns: z.json(), run: (given) => given }),
  defineFunction({
    ...anybody,
    name: "unnamed_text",
    input: body(z.string()),
    returns: z.string(),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "whoami",
    returns: z.object({ id: z.string().nullable(), role: z.string(), now: z.string(), hasRequest: z.boolean() }),
    run: (_, { caller: who, now: moment, requestId }) => ({
      id: who.id,
      role: who.role,
      now: moment.slice(0, 2),
      hasRequest: requestId !== "",
    }),
  }),

  // Failures.
  defineFunction({
    ...anybody,
    name: "raise",
    input: z.object({ code: z.string(), status: z.number().optional() }),
    run: ({ code, status }) => {
      throw fail(code, "Payment Required", {
        details: "Quota exceeded",
        hint: "Upgrade your plan",
        ...(status === undefined ? {} : { status }),
      });
    },
  }),
  defineFunction({
    ...anybody,
    name: "explode",
    run: () => {
      throw new Error("the password is hunter2");
    },
  }),
  defineFunction({
    ...anybody,
    name: "explode_oddly",
    run: () => {
      throw "text";
    },
  }),
  // A wrong value on purpose: the types are told otherwise.
  defineFunction({ ...anybody, name: "liar", returns: z.number(), run: () => "seven" as unknown as number }),
  defineFunction({ ...anybody, name: "row_liar", returns: rowsOf(authors), run: () => [{ id: 1 }] as unknown as [] }),
];
