import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64Url, randomBytes, toBase64Url, toHex, utf8 } from "./bytes.ts";
import { errorCodes } from "./error-codes.ts";
import { failure } from "./failure.ts";
import { isJsonObject } from "./json.ts";
import { unreachable } from "./never.ts";
import { collect, err, ok, type Result } from "./result.ts";
import { beginning, watermark } from "./watermark.ts";

describe("base64url", () => {
  it("comes back as it went", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toMatch(/^[\w-]*$/);
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
    );
  });

  it.each(["a", "a=", "a+b/", "a b", "ä", "abcde"])("is not %j", (text) => {
    expect(fromBase64Url(text)).toBeNull();
  });
});

it("writes bytes as hexadecimal", () => {
  expect(toHex(new Uint8Array([0, 15, 16, 255]))).toBe("000f10ff");
  expect(toHex(utf8("é"))).toBe("c3a9");
});

it("makes other random bytes each time", () => {
  expect(randomBytes(16)).toHaveLength(16);
  expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)));
});

describe("collect", () => {
  const even = (item: number): Result<number, string> => (item % 2 === 0 ? ok(item / 2) : err(`${item} is odd`));

  it("keeps the order of values", () => {
    expect(collect([4, 2, 0], even)).toEqual(ok([2, 1, 0]));
    expect(collect([], even)).toEqual(ok([]));
  });

  it("stops at the first error", () => {
    const seen: number[] = [];
    const outcome = collect([2, 3, 5], (item, index) => {
      seen.push(index);
      return even(item);
    });
    expect([outcome, seen]).toEqual([err("3 is odd"), [0, 1]]);
  });
});

describe("a failure", () => {
  it("takes its status from the table, unless it is given one", () => {
    expect(failure("23505", "taken").status).toBe(409);
    expect(failure("22023", "no role", { status: 401 }).status).toBe(401);
  });

  it("has all four members of the body, and headers only where there are some", () => {
    expect(failure("PGRST100", "x")).toEqual({
      code: "PGRST100",
      status: 400,
      message: "x",
      details: null,
      hint: null,
    });
    expect(failure("PER503", "x", { headers: { "retry-after": "1" } }).headers).toEqual({ "retry-after": "1" });
  });

  it.each(Object.entries(errorCodes))("%s has an HTTP status of its own: %i", (_, status) => {
    expect(status).toBeGreaterThanOrEqual(300);
    expect(status).toBeLessThan(600);
  });
});

describe("a watermark", () => {
  it("is a sequence number", () => {
    expect([beginning, watermark(0), watermark(7)]).toEqual([0, 0, 7]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("is not %d", (sequence) => {
    expect(() => watermark(sequence)).toThrow("not a sequence number");
  });
});

it("tells JSON objects from all else", () => {
  expect([{}, { a: 1 }, [], null, "x", 1, undefined].map(isJsonObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it("throws for an arm of a union that nobody handles", () => {
  expect(() => unreachable("odd" as never)).toThrow('unhandled case: "odd"');
});
