import { createHash, randomUUID } from "node:crypto";
import { createClient as createRealtimeSupabase } from "@supabase/supabase-js";
import { createClient as createSse } from "graphql-sse";
import { createClient as createGraphSocket } from "graphql-ws";
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { raw } from "./raw.ts";
import { joined, type RealtimeServer, startRealtime, until } from "./server.ts";

// Tokens that are bound to a key (RFC 9449) on sockets and streams: with a proof of the key, and never without.

let server: RealtimeServer;
let keys: GenerateKeyPairResult;
let others: GenerateKeyPairResult;

beforeAll(async () => {
  server = await startRealtime();
  keys = await generateKeyPair("ES256", { extractable: true });
  others = await generateKeyPair("ES256", { extractable: true });
});
afterAll(() => server?.stop());

interface ProofOptions {
  readonly token?: string;
  readonly keys?: GenerateKeyPairResult;
  readonly claims?: Readonly<Record<string, unknown>>;
}

async function proof(line: string, { token, keys: pair = keys, claims }: ProofOptions = {}): Promise<string> {
  const [htm = "", path = ""] = line.split(" ");
  const ath = token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") };
  const iat = Math.floor(Date.now() / 1000);
  return new SignJWT({ htm, htu: server.url + path, jti: randomUUID(), iat, ...ath, ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(pair.publicKey) })
    .sign(pair.privateKey);
}

const handshake = "GET /realtime/v1/websocket";
const graph = "GET /graphql/v1";

let people = 0;

/** Somebody with a bound token, in a room of his own. */
async function bound() {
  people += 1;
  const line = "POST /auth/v1/signup";
  const response = await fetch(server.url + line.slice(5), {
    method: "POST",
    headers: { "content-type": "application/json", apikey: server.anonKey, dpop: await proof(line) },
    body: JSON.stringify({ email: `bound${people}@example.com`, password: "correct horse battery" }),
  });
  const body: { access_token: string; token_type: string; user: { id: string } } = await response.json();
  const { access_token: token, token_type, user } = body;
  expect(token_type).toBe("DPoP");
  const room = `bound-${people}`;
  await server.database.prepare("insert into members (room, person) values (?, ?)").bind(room, user.id).run();
  return { token, room, id: user.id };
}

async function rawJoin(client: Awaited<ReturnType<typeof raw>>, room: string, payload: object) {
  const ref = randomUUID();
  client.send([ref, ref, `realtime:room:${room}`, "phx_join", { config: { private: true }, ...payload }]);
  return client.answer(ref);
}

describe("on a socket of Phoenix", () => {
  it("a token is taken with its proof, for several joins of that socket, and goes on with a new one", async () => {
    const { token, room, id } = await bound();
    const client = await raw(server);
    const dpop = await proof(handshake, { token });
    expect(await rawJoin(client, room, { access_token: token, dpop })).toMatchObject({ status: "ok" });
    await server.database.prepare("insert into members (room, person) values ('second', ?)").bind(id).run();
    expect(await rawJoin(client, "second", { access_token: token, dpop })).toMatchObject({ status: "ok" });
    const next = await proof(handshake, { token });
    client.send([null, "t", "realtime:room:second", "access_token", { access_token: token, dpop: next }]);
    client.send([null, "b", "realtime:room:second", "presence", { type: "presence", event: "track", payload: {} }]);
    expect(await client.answer("b")).toMatchObject({ status: "ok" });
    client.close();
    // Another socket is another client.
    const thief = await raw(server);
    const stolen = await rawJoin(thief, room, { access_token: token, dpop });
    expect(stolen).toMatchObject({ status: "error", response: { reason: expect.stringContaining("DPoP") } });
    thief.close();
  });

  it.each([
    ["none", () => ({})],
    ["one of another key", async (token: string) => ({ dpop: await proof(handshake, { token, keys: others }) })],
    ["one for another token", async () => ({ dpop: await proof(handshake, { token: "another" }) })],
    ["one for no token", async () => ({ dpop: await proof(handshake) })],
    ["one for another address", async (token: string) => ({ dpop: await proof(graph, { token }) })],
    [
      "one for another method",
      async (token: string) => ({ dpop: await proof("POST /realtime/v1/websocket", { token }) }),
    ],
    ["an old one", async (token: string) => ({ dpop: await proof(handshake, { token, claims: { iat: 1 } }) })],
    ["what is none", () => ({ dpop: "a.b.c" })],
  ])("it is refused with %s", async (_name, proofOf) => {
    const { token, room } = await bound();
    const client = await raw(server);
    const answer = await rawJoin(client, room, { access_token: token, ...(await proofOf(token)) });
    expect(answer).toMatchObject({ status: "error", response: { reason: expect.stringContaining("InvalidJWTToken") } });
    expect(await rawJoin(client, room, {})).toMatchObject({ status: "error" });
    client.close();
  });

  it("it ends the channel where a new one comes without its proof, and is no key of a socket", async () => {
    const { token, room } = await bound();
    const client = await raw(server);
    const dpop = await proof(handshake, { token });
    expect(await rawJoin(client, room, { access_token: token, dpop })).toMatchObject({ status: "ok" });
    client.send([null, "t", `realtime:room:${room}`, "access_token", { access_token: token }]);
    await until(() => client.heard.some(([, , , event]) => event === "phx_close"));
    client.close();
    const refused = await raw(server, `apikey=${token}&vsn=2.0.0`);
    expect(refused.closedWith()).not.toBeNull();
  });

  it("a bearer token with a proof is none", async () => {
    const person = await server.person();
    const { data } = await person.client.auth.getSession();
    const token = data.session?.access_token ?? "";
    await server.database.prepare("insert into members (room, person) values ('bearer', ?)").bind(person.id).run();
    const client = await raw(server);
    const answer = await rawJoin(client, "bearer", { access_token: token, dpop: await proof(handshake, { token }) });
    expect(answer).toMatchObject({ status: "error" });
    expect(await rawJoin(client, "bearer", { access_token: token })).toMatchObject({ status: "ok" });
    client.close();
  });

  it("the unmodified supabase-js gives both in the place of its token, in all of its channels", async () => {
    const { token, room, id } = await bound();
    await server.database.prepare("insert into members (room, person) values ('third', ?)").bind(id).run();
    const accessToken = async () => `DPoP ${token} ${await proof(handshake, { token })}`;
    const supabase = createRealtimeSupabase(server.url, server.anonKey, { accessToken });
    // As for every private channel: the token is there before the join.
    await supabase.realtime.setAuth();
    const heard: unknown[] = [];
    const channels = [room, "third"].map((name) =>
      supabase.channel(`room:${name}`, { config: { private: true, broadcast: { self: true } } }),
    );
    for (const channel of channels) {
      channel.on("broadcast", { event: "word" }, ({ payload }) => heard.push(payload));
      await joined(channel);
    }
    // As on every heartbeat: another proof for the same token.
    await supabase.realtime.setAuth();
    for (const channel of channels) await channel.send({ type: "broadcast", event: "word", payload: { at: room } });
    await until(() => heard.length === 2);
    await supabase.removeAllChannels();
  });

  it("is out when its session ends", async () => {
    const { token, room } = await bound();
    const client = await raw(server);
    const dpop = await proof(handshake, { token });
    expect(await rawJoin(client, room, { access_token: token, dpop })).toMatchObject({ status: "ok" });
    const line = "POST /auth/v1/logout";
    const headers = { authorization: `DPoP ${token}`, dpop: await proof(line, { token }), apikey: server.anonKey };
    expect((await fetch(server.url + line.slice(5), { method: "POST", headers })).status).toBe(204);
    expect(await client.untilClosed()).toBe(4001);
  });
});

describe("of GraphQL", () => {
  async function over(payload: Record<string, unknown>, room: string) {
    const client = createGraphSocket({
      url: `${server.url.replace("http", "ws")}/graphql/v1`,
      connectionParams: payload,
      retryAttempts: 0,
    });
    try {
      const results = client.iterate({
        query: `{ membersCollection(filter: { room: { eq: "${room}" } }) { edges { node { room } } } }`,
      });
      return (await results.next()).value;
    } finally {
      await client.dispose();
    }
  }

  it("a socket takes the token with its proof in connection_init, and never without", async () => {
    const { token, room } = await bound();
    const authorization = `DPoP ${token}`;
    const dpop = await proof(graph, { token });
    expect(await over({ authorization, dpop }, room)).toEqual({
      data: { membersCollection: { edges: [{ node: { room } }] } },
    });
    const refusals = [
      { authorization },
      { authorization, dpop },
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${token}`, dpop: await proof(graph, { token }) },
      { token },
      { authorization, dpop: await proof(graph, { token, keys: others }) },
      { authorization, dpop: await proof(handshake, { token }) },
    ];
    for (const payload of refusals) await expect(over(payload, room)).rejects.toMatchObject({ code: 4403 });
  });

  it("a stream of events takes it as every request does", async () => {
    const { token, room } = await bound();
    const line = "POST /graphql/v1";
    const query = `{ membersCollection(filter: { room: { eq: "${room}" } }) { edges { node { room } } } }`;
    const headers = async () => ({ authorization: `DPoP ${token}`, dpop: await proof(line, { token }) });
    const client = createSse({ url: `${server.url}/graphql/v1`, headers, retryAttempts: 0 });
    const results = client.iterate({ query });
    expect((await results.next()).value).toEqual({ data: { membersCollection: { edges: [{ node: { room } }] } } });
    client.dispose();
    const ask = async (given: Record<string, string>) => {
      const accept = { accept: "text/event-stream", "content-type": "application/json" };
      const response = await fetch(`${server.url}/graphql/v1`, {
        method: "POST",
        headers: { ...accept, ...given },
        body: JSON.stringify({ query }),
      });
      await response.body?.cancel();
      return response.status;
    };
    const used = await headers();
    expect(await ask(used)).toBe(200);
    expect(await ask(used)).toBe(401);
    expect(await ask({ authorization: `DPoP ${token}` })).toBe(401);
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(401);
    expect(await ask({ ...used, dpop: await proof(line, { token, keys: others }) })).toBe(401);
  });
});
