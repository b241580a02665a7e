import * as z from "zod";
import { defineFunction, type FunctionDefinition } from "../../../src/functions/define.ts";

/** There a sequence of the database. */
let calls = 0;

export const counters: readonly FunctionDefinition[] = [
  defineFunction({
    access: ["anon"],
    name: "reset_sequence",
    input: z.object({ name: z.string(), value: z.int() }),
    run: ({ value }) => {
      calls = value - 1;
    },
  }),
  defineFunction({
    access: ["anon"],
    name: "callcounter",
    returns: z.int(),
    run: () => {
      calls += 1;
      return calls;
    },
  }),
];
