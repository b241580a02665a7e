import { describe, expect, it } from "vitest";
import { anonymous } from "../kernel/principal.ts";
import { makeClaim, parseKey } from "./key.ts";

describe("a key", () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ["8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    [' "a b" ', "a b"],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ["!", "!"],
    ["x".repeat(255), "x".repeat(255)],
    [`"${"x".repeat(255)}"`, "x".repeat(255)],
  ])("%s", (header, key) => {
    expect(parseKey(header)).toEqual({ ok: true, value: key });
  });

  it.each(["", '""', " ", "a b", "a,b", '"a", "b"', '"a', 'a"', "ä", '"ä"', '"a\\b"', "x".repeat(256), "a\tb"])(
    "is not %j",
    (header) => {
      const parsed = parseKey(header);
      expect(parsed.ok ? null : [parsed.error.code, parsed.error.status]).toEqual(["PER021", 400]);
    },
  );
});

it("is claimed by a principal for a request: all parts of it count", () => {
  const asked = { method: "POST", target: "/rest/v1/a?b=c", body: "{}" };
  const claim = makeClaim("k", anonymous, asked);
  const others = [
    { ...asked, method: "PUT" },
    { ...asked, target: "/rest/v1/a" },
    { ...asked, body: "{ }" },
    { method: "POST", target: "/rest/v1/a?b=c\n{}", body: "" },
  ].map((other) => makeClaim("k", anonymous, other).fingerprint);
  expect(new Set([claim.fingerprint, ...others]).size).toBe(5);
  const user = makeClaim("k", { ...anonymous, id: "anon" }, asked);
  expect([claim.principal, user.principal]).toEqual(["role:anon", "user:anon"]);
});
