import { afterEach, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { openStage, type Stage } from "./stage.ts";

// W3C trace context: what a caller sends goes along to what is called, and into the log.

const app: App = defineApp({
  name: "traced",
  collections: [],
  rules: [],
  functions: [
    defineFunction({
      name: "call_out",
      access: ["anon"],
      input: z.object({ own: z.boolean().default(false), breaks: z.boolean().default(false) }),
      async run({ own, breaks }, { fetch: call }) {
        await call("http://elsewhere.test/", { headers: { "x-kept": "yes", ...(own ? { traceparent: "own" } : {}) } });
        if (breaks) throw new Error("broken");
      },
    }),
  ],
});

const id = "0af7651916cd43dd8448eb211c80319c";
const traceparent = `00-${id}-b7ad6b7169203331-01`;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed: {}, people: {} });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function called(headers: Record<string, string>, body: object = {}): Promise<Record<string, string>> {
  const sent: Request[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    sent.push(input as Request);
    return new Response();
  });
  await stage.fetch(
    new Request("http://perigee.test/rest/v1/rpc/call_out", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );
  expect(sent).toHaveLength(1);
  return Object.fromEntries(sent[0]?.headers ?? []);
}

it.each<readonly [Record<string, string>, object, Record<string, string>]>([
  [{ traceparent, tracestate: "a=1" }, {}, { "x-kept": "yes", traceparent, tracestate: "a=1" }],
  [{ traceparent, tracestate: "broken" }, {}, { "x-kept": "yes", traceparent }],
  [{ traceparent: "broken", tracestate: "a=1" }, {}, { "x-kept": "yes" }],
  [{}, {}, { "x-kept": "yes" }],
  [{ traceparent, tracestate: "a=1" }, { own: true }, { "x-kept": "yes", traceparent: "own" }],
])("a trace %j goes along: %j", async (headers, body, wanted) => {
  expect(await called(headers, body)).toEqual(wanted);
});

it("is in the log, where something breaks", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: unknown) => lines.push(String(line)));
  await called({ traceparent }, { breaks: true });
  await called({ traceparent: "broken" }, { breaks: true });
  expect(lines.map((line) => JSON.parse(line).traceId)).toEqual([id, undefined]);
});
