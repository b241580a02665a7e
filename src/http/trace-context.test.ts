import { describe, expect, it } from "vitest";
import { traceContext } from "./trace-context.ts";

const id = "0af7651916cd43dd8448eb211c80319c";
const parent = `00-${id}-b7ad6b7169203331-01`;

function read(traceparent: string | null, tracestate: string | null = null) {
  const headers = new Map([
    ["traceparent", traceparent],
    ["tracestate", tracestate],
  ]);
  return traceContext({ get: (name) => headers.get(name) ?? null });
}

describe("a trace's parent", () => {
  it.each([
    [parent, parent],
    [` ${parent} `, parent],
    [`00-${id}-b7ad6b7169203331-ff`, `00-${id}-b7ad6b7169203331-ff`],
    [`cc-${id}-b7ad6b7169203331-01`, parent],
    [`cc-${id}-b7ad6b7169203331-01-what-comes-later`, parent],
  ])("%s is passed on", (given, wanted) => {
    expect(read(given)).toEqual({ traceId: id, headers: { traceparent: wanted } });
  });

  it.each([
    null,
    "",
    "nonsense",
    `${parent}-more`,
    `${parent}, ${parent}`,
    `ff-${id}-b7ad6b7169203331-01`,
    `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    `00-${id}-${"0".repeat(16)}-01`,
    `00-${id.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${id.slice(1)}-b7ad6b7169203331-01`,
    `cc-${id}-b7ad6b7169203331-01.x`,
  ])("%j is none", (given) => {
    expect(read(given, "a=1")).toBeNull();
  });
});

describe("a trace's state", () => {
  it.each([
    ["rojo=00f067aa0ba902b7", "rojo=00f067aa0ba902b7"],
    ["a=1 , b@c=x y,,", "a=1,b@c=x y"],
    ["1a@vendor=v", "1a@vendor=v"],
  ])("%s is passed on", (given, wanted) => {
    expect(read(parent, given)?.headers.tracestate).toBe(wanted);
  });

  it.each([
    "",
    ",",
    "a",
    "a=",
    "A=1",
    "1a=1",
    "a=1,a=2",
    "a=b=c",
    `a=${"x".repeat(600)}`,
    Array.from({ length: 33 }, (_, index) => `k${index}=1`).join(","),
  ])("%j is left out, and the parent stays", (given) => {
    expect(read(parent, given)?.headers).toEqual({ traceparent: parent });
  });
});
