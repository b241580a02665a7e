import { describe, expect, it } from "vitest";
import { resolveRates } from "../engine/rate.ts";
import { failure } from "../kernel/failure.ts";
import { networkOf } from "../kernel/network.ts";
import { anonymous, type Principal, serviceRole } from "../kernel/principal.ts";
import { err, ok } from "../kernel/result.ts";
import { compileRoles } from "../rules/roles.ts";
import type { Surface } from "./app.ts";
import { limited, type RateLimiter, rateLimiter } from "./rate-limit.ts";

const roles = compileRoles({ author: "authenticated", editor: "author" });
const user: Principal = { id: "u1", role: "authenticated", sessionId: "s", claims: {} };

describe("the rate of a role", () => {
  const rates = { anon: { requests: 3, windowSeconds: 60 }, author: { requests: 9, windowSeconds: 1 } };

  it("is its own, else that of the role it extends; the service's is none", () => {
    const rateOf = resolveRates(rates, roles);
    const names = ["anon", "authenticated", "author", "editor", serviceRole, "nobody"].map(
      (role) => rateOf?.(role)?.name,
    );
    expect(names).toEqual(["anon", "anon", "author", "author", undefined, undefined]);
    const own = resolveRates({ [serviceRole]: { requests: 1, windowSeconds: 1 } }, roles);
    expect([own?.(serviceRole)?.requests, own?.("anon")]).toEqual([1, null]);
  });

  it("is nobody's where nothing is declared", () => {
    expect([resolveRates(undefined, roles), resolveRates({}, roles)]).toEqual([null, null]);
  });

  it.each([
    [{ nobody: { requests: 1, windowSeconds: 1 } }, "no such role"],
    [{ anon: { requests: 0, windowSeconds: 1 } }, "positive integers"],
    [{ anon: { requests: 1, windowSeconds: 0.5 } }, "positive integers"],
  ])("%j is refused at the start", (options, message) => {
    expect(() => resolveRates(options, roles)).toThrow(message);
  });
});

describe("an address", () => {
  it.each([
    [null, "unknown"],
    ["", "unknown"],
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2"],
    ["::1", "0:0:0:0"],
  ])("%s counts as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

/** Counts as the Durable Object does, by a clock of its own. */
function opened(requests: number): {
  readonly limiter: RateLimiter;
  readonly counted: string[];
  readonly faults: unknown[];
  readonly pass: (ms: number) => void;
  readonly fail: (error: unknown) => void;
} {
  let nowMs = 1_000_000;
  let fault: unknown = null;
  const windows = new Map<string, { count: number; endsAtMs: number }>();
  const counted: string[] = [];
  const faults: unknown[] = [];
  const limiter = rateLimiter({
    rateOf: resolveRates({ anon: { requests, windowSeconds: 10 } }, roles) ?? (() => null),
    async count(key, windowMs) {
      if (fault !== null) throw fault;
      counted.push(key);
      const last = windows.get(key);
      const next =
        last === undefined || nowMs >= last.endsAtMs
          ? { count: 1, endsAtMs: nowMs + windowMs }
          : { ...last, count: last.count + 1 };
      windows.set(key, next);
      return { count: next.count, restMs: next.endsAtMs - nowMs };
    },
    onFault: (error) => faults.push(error),
    clock: () => nowMs,
  });
  return { limiter, counted, faults, pass: (ms) => (nowMs += ms), fail: (error) => (fault = error) };
}

const from = (ip: string) => new Headers({ "cf-connecting-ip": ip });

describe("a limiter", () => {
  it("lets so many through in a window, and begins anew after it", async () => {
    const { limiter, pass } = opened(2);
    const ask = async () => (await limiter(anonymous, from("192.0.2.1")))?.isAllowed;
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([true, true, false, false]);
    pass(9_999);
    expect(await ask()).toBe(false);
    pass(1);
    expect([await ask(), await ask(), await ask()]).toEqual([true, true, false]);
  });

  it("asks nobody about who was refused, until the window ends", async () => {
    const { limiter, counted, pass } = opened(1);
    for (let times = 0; times < 5; times++) await limiter(anonymous, from("192.0.2.1"));
    expect(counted).toHaveLength(2);
    pass(10_000);
    await limiter(anonymous, from("192.0.2.1"));
    expect(counted).toHaveLength(3);
  });

  it("counts users by their id and everybody else by their network", async () => {
    const { limiter, counted } = opened(9);
    await limiter(anonymous, from("192.0.2.1"));
    await limiter(user, from("192.0.2.1"));
    await limiter(user, from("192.0.2.2"));
    await limiter(anonymous, from("2001:db8::1"));
    await limiter({ ...anonymous, role: serviceRole }, from("192.0.2.1"));
    expect(counted).toEqual(["anon 192.0.2.1", "anon u1", "anon u1", "anon 2001:db8:0:0"]);
  });

  it("that cannot count lets everybody through, and says so", async () => {
    const { limiter, faults, fail } = opened(1);
    fail("gone");
    expect([await limiter(anonymous, from("192.0.2.1")), faults]).toEqual([null, ["gone"]]);
  });
});

describe("a surface behind a limit", () => {
  const inner: Surface = {
    path: "/x",
    fetch: async (request, contextOf) => Response.json({ ok: (await contextOf(request)).ok }),
  };
  const context = async () => ok({ principal: anonymous, now: "" });

  it("says what is left, and refuses with 429 and when to come back", async () => {
    const surface = limited(inner, opened(1).limiter);
    const ask = () => surface.fetch(new Request("http://perigee.test/x", { headers: from("192.0.2.1") }), context);
    const first = await ask();
    expect([first.status, first.headers.get("ratelimit-policy"), first.headers.get("ratelimit")]).toEqual([
      200,
      '"anon";q=1;w=10',
      '"anon";r=0;t=10',
    ]);
    const second = await ask();
    expect(Object.fromEntries(second.headers)).toEqual({
      "content-type": "application/json",
      "ratelimit-policy": '"anon";q=1;w=10',
      ratelimit: '"anon";r=0;t=10',
      "retry-after": "10",
    });
    expect([second.status, await second.json()]).toEqual([
      429,
      { code: "PER429", message: "too many requests", details: "1 requests in 10 seconds", hint: null },
    ]);
  });

  it("counts a token that does not hold as nobody", async () => {
    const surface = limited(inner, opened(1).limiter);
    const refused = async () => err(failure("PGRST301", "no"));
    const ask = () => surface.fetch(new Request("http://perigee.test/x"), refused);
    expect(await (await ask()).json()).toEqual({ ok: false });
    expect((await ask()).status).toBe(429);
  });

  it("asks once who it is", async () => {
    let asked = 0;
    const surface = limited(inner, opened(5).limiter);
    await surface.fetch(new Request("http://perigee.test/x"), async () => {
      asked += 1;
      return ok({ principal: anonymous, now: "" });
    });
    expect(asked).toBe(1);
  });

  it("answers a refusal in its own form", async () => {
    const own: Surface = { ...inner, refuse: (reason) => new Response(reason.code, { status: 429 }) };
    const surface = limited(own, opened(1).limiter);
    const ask = () => surface.fetch(new Request("http://perigee.test/x"), context);
    await ask();
    expect(await (await ask()).text()).toBe("PER429");
  });
});
