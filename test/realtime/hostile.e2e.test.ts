import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pause, raw, rawJoin } from "./raw.ts";
import { type RealtimeServer, startRealtime, tokenFor, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

const utf8 = new TextEncoder();

/** Kind 3, with lengths as given. */
function push(lengths: readonly number[], encoding: number, rest: string | Uint8Array): Uint8Array {
  const bytes = typeof rest === "string" ? utf8.encode(rest) : rest;
  return Uint8Array.from([3, ...lengths, encoding, ...bytes]);
}

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

const malformed: readonly (readonly [string, string | Uint8Array])[] = [
  ["no JSON", "hello"],
  ["nothing", ""],
  ["null", "null"],
  ["a number", "5"],
  ["an object where an array is due", '{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}'],
  ["too few members", '["1","1","phoenix","heartbeat"]'],
  ["a topic that is no text", '["1","1",5,"heartbeat",{}]'],
  ["an event that is no text", '["1","1","phoenix",null,{}]'],
  ["a payload that is a list", '["1","1","realtime:a","phx_join",[]]'],
  ["a reference that is an object", '[{},"1","phoenix","heartbeat",{}]'],
  ["a reference without end", JSON.stringify(["1", "x".repeat(300), "phoenix", "heartbeat", {}])],
  ["depth", deep],
  ["no bytes", new Uint8Array(0)],
  ["one byte", Uint8Array.of(3)],
  ["a kind of the server's", Uint8Array.of(4, 0, 0, 0, 0)],
  ["an unknown kind", Uint8Array.of(9, 1, 1, 1, 1, 1, 1, 1)],
  ["lengths past the end", push([255, 255, 255, 255, 255], 1, "short")],
  ["metadata that is no JSON", push([0, 0, 10, 1, 1], 1, "realtime:ae{{}")],
  ["metadata that is a list", push([0, 0, 10, 1, 2], 1, "realtime:ae[]{}")],
  ["a body that is no JSON", push([0, 0, 10, 1, 0], 1, "realtime:ae{")],
  ["a body that is no UTF-8", push([0, 0, 10, 1, 0], 1, Uint8Array.from([...utf8.encode("realtime:ae"), 0xff, 0xfe]))],
  ["a topic that is no UTF-8", push([0, 0, 2, 0, 0], 0, Uint8Array.of(0xff, 0xfe))],
];

describe("a message", () => {
  it.each(malformed)("of %s closes the socket", async (_, data) => {
    const client = await raw(server);
    client.send(data);
    expect(await client.untilClosed()).toBe(1007);
  });

  it.each([
    ["its size", "x".repeat(60_000)],
    ["its size in bytes", "日".repeat(20_000)],
  ])("past %s closes the socket", async (_, payload) => {
    const client = await raw(server);
    client.send(["1", "1", "realtime:a", "broadcast", { event: "e", payload }]);
    expect(await client.untilClosed()).toBe(1009);
  });

  it("for a channel that was not joined is answered", async () => {
    const client = await raw(server);
    client.send(["1", "2", "realtime:a", "broadcast", { event: "e" }]);
    expect(await client.answer("2")).toEqual({ status: "error", response: { reason: "unmatched topic" } });
    client.send(["1", "3", "realtime:a", "phx_leave", {}]);
    expect(await client.answer("3")).toEqual({ status: "ok", response: {} });
    client.send(["1", "4", "other:a", "phx_join", {}]);
    expect(await client.answer("4")).toEqual({ status: "error", response: { reason: "unmatched topic" } });
    client.send([null, "5", "phoenix", "heartbeat", {}]);
    expect(await client.answer("5")).toEqual({ status: "ok", response: {} });
    client.close();
  });

  it("that the protocol does not know goes by", async () => {
    const client = await raw(server);
    await rawJoin(client, "calm");
    for (const event of ["phx_error", "phx_close", "phx_reply", "postgres_changes", "__proto__", "x".repeat(500)]) {
      client.send([null, "6", "realtime:calm", event, { status: "ok", ids: [1], data: {} }]);
    }
    client.send([null, "7", "phoenix", "heartbeat", {}]);
    await client.answer("7");
    expect(client.closedWith()).toBeNull();
    expect(client.heard.filter(([, ref]) => ref === "6")).toEqual([]);
    client.close();
  });

  it("of an earlier stay in the channel is not taken for one of this", async () => {
    const client = await raw(server);
    client.send(["1", "1", "realtime:again", "phx_join", {}]);
    await client.answer("1");
    client.send(["2", "2", "realtime:again", "phx_join", {}]);
    await client.answer("2");
    expect(client.heard.some(([joinRef, , , event]) => joinRef === "1" && event === "phx_close")).toBe(true);
    client.send(["1", "3", "realtime:again", "phx_leave", {}]);
    client.send(["2", "4", "realtime:again", "presence", { event: "untrack" }]);
    expect(await client.answer("4")).toMatchObject({ status: "ok" });
    client.close();
  });
});

describe("a join", () => {
  it.each([
    ["no name", "", {}, "TopicNameRequired: You must provide a topic name"],
    ["a long name", "x".repeat(300), {}, "TopicNameRequired"],
    ["a wrong flag", "a", { private: 5 }, "InvalidJoinPayload"],
    ["listeners that are none", "a", { postgres_changes: "all" }, "InvalidJoinPayload"],
    ["a listener that is none", "a", { postgres_changes: [5] }, "InvalidJoinPayload"],
    ["listeners without end", "a", { postgres_changes: Array(101).fill({ event: "*" }) }, "InvalidJoinPayload"],
    ["a replay of nothing", "a", { broadcast: { replay: {} } }, "InvalidJoinPayload"],
    ["a replay in public", "a", { broadcast: { replay: { since: 1 } } }, "UnableToReplayMessages"],
    ["a number that is none", "a", { since: -1 }, "InvalidJoinPayload"],
    ["a name with a right's claim", "closed2", { private: true }, "Unauthorized"],
  ])("with %s is refused", async (_, topic, config, reason) => {
    const client = await raw(server);
    const answer = await rawJoin(client, topic, config);
    expect(answer.status).toBe("error");
    expect(String(answer.response.reason)).toContain(reason);
    expect(client.closedWith()).toBeNull();
    client.close();
  });

  it("with a token that has expired, or is none, is refused", async () => {
    const client = await raw(server);
    const expired = await tokenFor("6f0d0d4e-5d5a-4f6e-9a6c-2f6f3c1c7a11", -60);
    const good = await tokenFor("6f0d0d4e-5d5a-4f6e-9a6c-2f6f3c1c7a11", 60);
    const malformed = "MalformedJWT: The token provided is not a valid JWT";
    const tokens: readonly (readonly [string, string | RegExp])[] = [
      [expired, /^InvalidJWTToken: Token has expired 6\d seconds ago$/],
      ["potato", malformed],
      ["a.b.c", malformed],
      ["", malformed],
      [good.replace(/.{10}$/, "AAAAAAAAAA"), "JwtSignatureError: Failed to validate JWT signature"],
      ["sb_publishable_of-somebody-else", "InvalidJWTToken: Unregistered API key"],
    ];
    for (const [index, [token, reason]] of tokens.entries()) {
      client.send(["1", `t${index}`, "realtime:a", "phx_join", { access_token: token }]);
      const { status, response } = await client.answer(`t${index}`);
      expect([status, response.reason]).toEqual(["error", expect.stringMatching(reason)]);
    }
    client.close();
  });

  it("that says nothing of presence is told who is there", async () => {
    const client = await raw(server);
    const told = (name: string): boolean =>
      client.heard.some(([, , topic, event]) => topic === `realtime:${name}` && event === "presence_state");
    await rawJoin(client, "unsaid", { broadcast: { self: true } });
    await rawJoin(client, "no", { presence: { enabled: false } });
    await rawJoin(client, "keyed", { presence: { key: "a" } });
    expect([told("unsaid"), told("no"), told("keyed")]).toEqual([true, false, false]);
    client.close();
  });

  it("takes flags as text, and members that it does not know", async () => {
    const client = await raw(server);
    const config = { broadcast: { self: "true", ack: "false", more: 1 }, unknown: [] };
    expect(await rawJoin(client, "text", config)).toEqual({ status: "ok", response: { postgres_changes: [] } });
    client.close();
  });

  it("of names that objects have by themselves is a join like any other", async () => {
    const client = await raw(server);
    expect((await rawJoin(client, "__proto__", { presence: { key: "__proto__", enabled: true } })).status).toBe("ok");
    client.send([null, "t", "realtime:__proto__", "presence", { event: "track", payload: { constructor: 1 } }]);
    expect((await client.answer("t")).status).toBe("ok");
    await until(() => client.heard.some(([, , , event]) => event === "presence_diff"));
    client.close();
  });
});

describe("a socket", () => {
  const status = (query: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(`${server.url}/realtime/v1/websocket?${query}`, {
        headers: {
          connection: "upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
          ...headers,
        },
      });
      sent.on("response", (response) => resolve(response.statusCode ?? 0));
      sent.on("upgrade", (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject);
      sent.end();
    });

  it("is opened with a key that holds, and by pages that may", async () => {
    expect(await status(`apikey=${server.anonKey}&vsn=2.0.0`)).toBe(101);
    expect(await status("apikey=a.b.c&vsn=2.0.0")).toBe(401);
    expect(await status(`apikey=${server.anonKey}x&vsn=2.0.0`)).toBe(401);
    expect(await status(`apikey=${server.anonKey}&vsn=2.0.0`, { origin: "https://good.example" })).toBe(101);
    expect(await status(`apikey=${server.anonKey}&vsn=2.0.0`, { origin: "https://evil.example" })).toBe(403);
    expect((await fetch(`${server.url}/realtime/v1/websocket?apikey=${server.anonKey}`)).status).toBe(426);
  });

  it("of an unknown version is refused", async () => {
    expect(await status(`apikey=${server.anonKey}&vsn=9.0.0`)).toBe(403);
  });

  it("of no version speaks the first", async () => {
    const client = await raw(server, `apikey=${server.anonKey}`);
    client.send('{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}');
    expect(await client.answer("1")).toEqual({ status: "ok", response: {} });
    client.send(new Uint8Array(20));
    expect(await client.untilClosed()).toBe(1007);
  });
});

describe("a limit", () => {
  it("of channels refuses the join", async () => {
    const client = await raw(server);
    for (const name of ["1", "2", "3", "4", "5"]) expect((await rawJoin(client, name)).status).toBe("ok");
    expect(await rawJoin(client, "6")).toEqual({
      status: "error",
      response: { reason: "ChannelRateLimitReached: Too many channels" },
    });
    expect((await rawJoin(client, "5")).status).toBe("ok");
    client.close();
  });

  it("of messages ends the channel", async () => {
    const client = await raw(server);
    await rawJoin(client, "noisy");
    for (let n = 0; n < 300; n++) client.send([null, null, "realtime:noisy", "broadcast", { event: "n" }]);
    await until(() => client.heard.some(([, , , event]) => event === "phx_close"));
    const said = client.heard.find(([, , , event]) => event === "system");
    expect(said?.[4]).toEqual({
      extension: "system",
      status: "error",
      message: "Too many messages per second",
      channel: "noisy",
    });
    expect(client.closedWith()).toBeNull();
    client.close();
  });

  it("of messages holds for heartbeats by themselves", async () => {
    const client = await raw(server);
    for (let n = 0; n < 500; n++) client.send([null, `h${n}`, "phoenix", "heartbeat", {}]);
    await pause(1_100);
    client.send([null, "later", "phoenix", "heartbeat", {}]);
    expect((await client.answer("later")).status).toBe("ok");
    expect(client.heard.length).toBeLessThan(400);
    client.close();
  });

  it("of joins closes the socket", async () => {
    const client = await raw(server);
    for (let n = 0; n < 30; n++) client.send([`${n}`, `${n}`, "realtime:door", "phx_join", {}]);
    expect(await client.untilClosed()).toBe(1008);
    expect(client.heard.some((each) => JSON.stringify(each).includes("Too many joins per second"))).toBe(true);
  });

  it("of presence events ends the channel", async () => {
    const client = await raw(server);
    await rawJoin(client, "fidget");
    for (let n = 0; n < 20; n++) client.send([null, `${n}`, "realtime:fidget", "presence", { event: "untrack" }]);
    await until(() => client.heard.some(([, , , event]) => event === "phx_close"));
    expect(JSON.stringify(client.heard)).toContain("Client presence rate limit exceeded");
    client.close();
  });

  it("of what one client says of itself ends the channel", async () => {
    const client = await raw(server);
    await rawJoin(client, "essay");
    client.send([null, "1", "realtime:essay", "presence", { event: "track", payload: { text: "x".repeat(2_000) } }]);
    expect((await client.answer("1")).status).toBe("error");
    await until(() => client.heard.some(([, , , event]) => event === "phx_close"));
    expect(JSON.stringify(client.heard)).toContain("Track message size exceeded");
    client.close();
  });
});

/** Numbers that are the same in every run: a linear congruence (Numerical Recipes). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it("whatever comes, the server neither fails nor forgets others", async () => {
  const next = chance(7);
  const bystander = await raw(server);
  await rawJoin(bystander, "quiet");
  const pieces = [
    "1",
    null,
    5,
    -1,
    "",
    "realtime:a",
    "phoenix",
    "phx_join",
    "broadcast",
    "presence",
    "access_token",
    {},
  ];
  const more = [[], "__proto__", { config: { postgres_changes: [{}] } }, { event: "track" }, { access_token: 5 }, true];
  const values = [...pieces, ...more];
  const topics = ["realtime:a", "phoenix", "realtime:", ""];
  const events = ["phx_join", "phx_leave", "broadcast", "presence", "access_token", "heartbeat", "x"];
  const codes = new Set<number | null>();
  for (let round = 0; round < 60; round++) {
    const client = await raw(server, `apikey=${server.anonKey}&vsn=${round % 2 === 0 ? "2.0.0" : "1.0.0"}`);
    for (let n = 0; n < 15 && client.closedWith() === null; n++) {
      const pick = (from: readonly unknown[]): unknown => from[next(from.length)];
      const frame = [pick(values), pick(["1", "2", null]), pick(topics), pick(events), pick(values)];
      if (next(4) === 0) frame[next(5)] = pick(values);
      const kinds = [
        JSON.stringify(frame),
        JSON.stringify({ join_ref: frame[0], ref: frame[1], topic: frame[2], event: frame[3], payload: frame[4] }),
        JSON.stringify(frame).slice(0, next(40)),
        Uint8Array.from({ length: next(40) }, () => next(256)),
        Uint8Array.from([3, ...Array.from({ length: 30 }, () => next(12))]),
      ];
      client.send(kinds[next(3) === 0 ? next(5) : round % 2] ?? "");
      if (n % 5 === 0) await pause(1);
    }
    await pause(2);
    codes.add(client.closedWith());
    client.close();
  }
  expect([...codes].filter((code) => code !== null && ![1007, 1008].includes(code))).toEqual([]);
  bystander.send([null, "alive", "phoenix", "heartbeat", {}]);
  expect((await bystander.answer("alive")).status).toBe("ok");
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  bystander.close();
});
