import * as z from "zod";
import { body, defineFunction, type FunctionDefinition } from "../../../src/functions/define.ts";
import { fail } from "../../../src/functions/fail.ts";
import { setOf } from "../../../src/functions/returns.ts";

// What the SQL functions of PostgREST's fixtures do with values, in TypeScript.

export const anybody = { access: ["anon"], readOnly: true } as const;

const point = z.object({ x: z.int(), y: z.int() });
const whole = z.int();

const scalars: readonly FunctionDefinition[] = [
  defineFunction({
    ...anybody,
    name: "noparamsproc",
    returns: z.string(),
    run: () => "Return value of no parameters procedure.",
  }),
  defineFunction({
    ...anybody,
    name: "add_them",
    input: z.object({ a: whole, b: whole }),
    returns: whole,
    run: ({ a, b }) => a + b,
  }),
  defineFunction({
    ...anybody,
    name: "sayhello",
    input: z.object({ name: z.string() }),
    returns: z.string(),
    run: ({ name }) => `Hello, ${name}`,
  }),
  defineFunction({
    ...anybody,
    name: "sayhello_variadic",
    input: z.object({ name: z.string(), v: z.array(z.string()) }),
    returns: z.string(),
    run: ({ name }) => `Hello, ${name}`,
  }),
  defineFunction({
    ...anybody,
    name: "variadic_param",
    input: z.object({ v: z.array(z.string()).default([]) }),
    returns: z.array(z.string()),
    run: ({ v }) => v,
  }),
  defineFunction({ ...anybody, name: "welcome", returns: z.string(), run: () => "Welcome to PostgREST" }),
  defineFunction({
    ...anybody,
    name: "welcome_twice",
    returns: setOf(z.string()),
    run: () => ["Welcome to PostgREST", "Welcome to PostgREST"],
  }),
  defineFunction({
    ...anybody,
    name: "three_defaults",
    input: z.object({ a: whole.default(1), b: whole.default(2), c: whole.default(3) }),
    returns: whole,
    run: ({ a, b, c }) => a + b + c,
  }),
  defineFunction({ ...anybody, name: "ret_array", returns: z.array(whole), run: () => [1, 2, 3] }),
  defineFunction({ ...anybody, name: "ret_setof_integers", returns: setOf(whole), run: () => [1, 2, 3] }),
  defineFunction({ ...anybody, name: "test_empty_rowset", returns: setOf(whole), run: () => [] }),
  defineFunction({
    ...anybody,
    name: "ret_enum",
    input: z.object({ val: z.enum(["foo", "bar"]) }),
    returns: z.enum(["foo", "bar"]),
    run: ({ val }) => val,
  }),
  defineFunction({
    ...anybody,
    name: "ret_domain",
    input: z.object({ val: whole }),
    returns: whole.min(1).max(9),
    run: ({ val }) => val,
  }),
  defineFunction({ ...anybody, name: "ret_void", run: () => undefined }),
  defineFunction({ ...anybody, name: "ret_null", returns: whole.nullable(), run: () => null }),
  defineFunction({ name: "privileged_hello", access: ["author"], returns: z.string(), run: () => "Privileged hello" }),
];

const records: readonly FunctionDefinition[] = [
  defineFunction({ ...anybody, name: "ret_point_2d", returns: point, run: () => ({ x: 10, y: 5 }) }),
  defineFunction({
    ...anybody,
    name: "ret_point_overloaded",
    input: point,
    returns: point,
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "ret_scalars",
    returns: setOf(z.object({ a: z.string(), b: z.enum(["foo", "bar"]), c: whole, d: z.string() })),
    run: () => [{ a: "scalars", b: "foo" as const, c: 1, d: "[10,20)" }],
  }),
  defineFunction({
    ...anybody,
    name: "test",
    returns: setOf(z.object({ test: z.string(), value: whole })),
    run: () => [{ test: "hello", value: 1 }],
  }),
  defineFunction({
    ...anybody,
    name: "single_out_param",
    input: z.object({ num: whole }),
    returns: z.object({ num_plus_one: whole }),
    run: ({ num }) => ({ num_plus_one: num + 1 }),
  }),
  defineFunction({
    ...anybody,
    name: "single_json_out_param",
    input: z.object({ a: whole, b: z.string() }),
    returns: z.object({ my_json: z.json() }),
    run: (given) => ({ my_json: given }),
  }),
  defineFunction({
    ...anybody,
    name: "many_out_params",
    returns: z.object({ my_json: z.json(), num: whole, str: z.string() }),
    run: () => ({ my_json: { a: 1, b: "two" }, num: 3, str: "four" }),
  }),
  defineFunction({
    ...anybody,
    name: "many_inout_params",
    input: z.object({ num: whole, str: z.string(), b: z.boolean().default(true) }),
    returns: z.object({ num: whole, str: z.string(), b: z.boolean() }),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "single_column_table_return",
    returns: setOf(z.object({ a: z.string() })),
    run: () => [{ a: "A" }],
  }),
  defineFunction({
    ...anybody,
    name: "multi_column_table_return",
    returns: setOf(z.object({ a: z.string(), b: z.string() })),
    run: () => [{ a: "A", b: "B" }],
  }),
  defineFunction({
    ...anybody,
    name: "quotedFunction",
    input: z.object({ user: z.string(), fullName: z.string(), SSN: z.string() }),
    returns: z.json(),
    run: (given) => given,
  }),
];

const argumentKinds: readonly FunctionDefinition[] = [
  defineFunction({
    ...anybody,
    name: "varied_arguments",
    input: z.object({
      double: z.number(),
      varchar: z.string(),
      boolean: z.boolean(),
      date: z.string(),
      enum: z.enum(["foo", "bar"]),
      arr: z.array(z.string()),
      integer: whole.default(42),
      json: z.json().default({}),
      jsonb: z.json().default({}),
    }),
    returns: z.json(),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "json_argument",
    input: z.object({ arg: z.json() }),
    returns: z.string(),
    run: ({ arg }) => (arg === null ? "null" : Array.isArray(arg) ? "array" : typeof arg),
  }),
  defineFunction({
    ...anybody,
    name: "unnamed_json_param",
    input: body(z.json()),
    returns: z.json(),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "unnamed_text_param",
    input: body(z.string()),
    returns: z.string(),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "char_param_select",
    input: z.object({ char_: z.string(), char_arr: z.array(z.string()) }),
    returns: setOf(z.object({ char_: z.string(), char_arr: z.array(z.string()) })),
    run: (given) => [given],
  }),
  defineFunction({
    ...anybody,
    name: "test_arg",
    input: z.object({ my_arg: z.enum(["something"]) }),
    returns: z.string(),
    run: () => "foobar",
  }),
];

const failing: readonly FunctionDefinition[] = [
  defineFunction({
    ...anybody,
    name: "problem",
    run: () => {
      throw fail("P0001", "bad thing");
    },
  }),
  defineFunction({
    ...anybody,
    name: "assert",
    run: () => {
      throw fail("P0004", "bad thing");
    },
  }),
  defineFunction({
    ...anybody,
    name: "raise_pt402",
    run: () => {
      throw fail("PT402", "Payment Required", { details: "Quota exceeded", hint: "Upgrade your plan" });
    },
  }),
  defineFunction({
    ...anybody,
    name: "raise_bad_pt",
    run: () => {
      throw fail("PT40A", "Wrong");
    },
  }),
  defineFunction({
    ...anybody,
    name: "temp_file_limit",
    run: () => {
      throw fail("53400", "temporary file size exceeds temp_file_limit (1kB)");
    },
  }),
];

export const values: readonly FunctionDefinition[] = [...scalars, ...records, ...argumentKinds, ...failing];
