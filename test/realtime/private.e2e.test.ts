import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joined, type Person, pause, type RealtimeServer, startRealtime, tokenFor, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

const enter = (room: string, person: string): Promise<unknown> =>
  server.database.prepare("insert into members (room, person) values (?, ?)").bind(room, person).run();

const config = { private: true, broadcast: { ack: true } };

function room({ client }: Pick<Person, "client">, topic: string): { channel: RealtimeChannel; heard: unknown[] } {
  const channel = client.channel(topic, { config });
  const heard: unknown[] = [];
  channel.on("broadcast", { event: "*" }, ({ payload }) => void heard.push(payload));
  return { channel, heard };
}

describe("a private channel", () => {
  it("is for those whom its rule lets in, and hears them alone", async () => {
    const [ada, bob, eve] = await Promise.all([server.person(), server.person(), server.person()]);
    await Promise.all([enter("tea", ada.id), enter("tea", bob.id), enter("other", eve.id)]);
    const [first, second] = [room(ada, "room:tea"), room(bob, "room:tea")];
    await Promise.all([joined(first.channel), joined(second.channel)]);
    const why = "Unauthorized: You do not have permissions to read from this Channel topic: room:tea";
    await expect(joined(room(eve, "room:tea").channel)).rejects.toThrow(why);
    await expect(joined(room({ client: server.visitor() }, "room:tea").channel)).rejects.toThrow(why);
    expect(await first.channel.send({ type: "broadcast", event: "hi", payload: { n: 1 } })).toBe("ok");
    await until(() => second.heard.length === 1);
  });

  it("is another one than the public one of its name", async () => {
    const ada = await server.person();
    await enter("twin", ada.id);
    const inside = room(ada, "room:twin");
    const outside = server.visitor().channel("room:twin", { config: { broadcast: { ack: true } } });
    await Promise.all([joined(inside.channel), joined(outside)]);
    await outside.send({ type: "broadcast", event: "psst", payload: {} });
    await pause(100);
    expect(inside.heard).toEqual([]);
  });

  it("that nobody has declared does not exist", async () => {
    const channel = server.visitor().channel("undeclared", { config });
    await expect(joined(channel)).rejects.toThrow("Unauthorized: You do not have permissions");
  });

  it("lets those listen who may not speak", async () => {
    const ada = await server.person();
    const speaker = room(ada, "stage:1");
    const listener = room({ client: server.visitor() }, "stage:1");
    await Promise.all([joined(speaker.channel), joined(listener.channel)]);
    expect(await listener.channel.send({ type: "broadcast", event: "boo", payload: {} })).not.toBe("ok");
    expect(await speaker.channel.send({ type: "broadcast", event: "hi", payload: { n: 1 } })).toBe("ok");
    await until(() => listener.heard.length === 1);
    expect(speaker.heard).toEqual([]);
    expect(await listener.channel.track({})).not.toBe("ok");
  });
});

describe("each right", () => {
  const seen = (channel: RealtimeChannel): string[] => Object.keys(channel.presenceState()).sort();
  const enabled = { private: true, presence: { key: "guest", enabled: true } };

  it("holds by itself: who may see may not hear", async () => {
    const ada = await server.person();
    const inside = room(ada, "half:1");
    const guest = server.visitor().channel("half:1", { config: enabled });
    const heard: unknown[] = [];
    guest.on("broadcast", { event: "*" }, (message) => void heard.push(message));
    await Promise.all([joined(inside.channel), joined(guest)]);
    await inside.channel.track({});
    await until(() => seen(guest).length === 1);
    expect(await inside.channel.send({ type: "broadcast", event: "hi", payload: {} })).toBe("ok");
    await pause(150);
    expect(heard).toEqual([]);
  });

  it("holds by itself: who may hear may not see", async () => {
    const ada = await server.person();
    const inside = ada.client.channel("veil:1", { config: { ...enabled, presence: { key: "ada", enabled: true } } });
    const guest = server.visitor().channel("veil:1", { config: enabled });
    await Promise.all([joined(inside), joined(guest)]);
    expect(await inside.track({})).toBe("ok");
    await until(() => seen(inside).length === 1);
    expect(await guest.track({})).toBe("error");
    await pause(150);
    expect([seen(guest), seen(inside)]).toEqual([[], ["ada"]]);
  });
});

describe("a message that is kept", () => {
  const at = (event: string, n: number) => ({ type: "broadcast" as const, event, payload: { n }, persist: true });

  it("is told to those who come later and ask for it, oldest first", async () => {
    const [ada, bob] = await Promise.all([server.person(), server.person()]);
    await Promise.all([enter("log", ada.id), enter("log", bob.id)]);
    const speaker = room(ada, "room:log");
    await joined(speaker.channel);
    for (const n of [1, 2, 3, 4]) expect(await speaker.channel.send(at("kept", n))).toBe("ok");
    await speaker.channel.send({ type: "broadcast", event: "passing", payload: {} });
    expect(await speaker.channel.httpSend("kept", { n: 5 }, { persist: { ttl: 60 } })).toEqual({ success: true });
    const heard: { event: string; payload: { n: number }; meta?: { replayed?: boolean; id: string } }[] = [];
    const replay = { since: Date.now() - 60_000, limit: 3 };
    const late = bob.client.channel("room:log", { config: { private: true, broadcast: { replay } } });
    late.on("broadcast", { event: "*" }, (message) => void heard.push(message as never));
    await joined(late);
    await until(
      () => heard.length === 3,
      () => heard,
    );
    expect(heard.map(({ payload }) => payload.n)).toEqual([3, 4, 5]);
    for (const { meta } of heard) expect(meta).toEqual({ replayed: true, id: expect.any(String) });
  });
});

describe("a socket's token", () => {
  it("is replaced in place", async () => {
    const ada = await server.person();
    await enter("renew", ada.id);
    const { channel } = room(ada, "room:renew");
    await joined(channel);
    const refreshed = await ada.client.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    await ada.client.realtime.setAuth(refreshed.data.session?.access_token ?? null);
    expect(await channel.send({ type: "broadcast", event: "still", payload: {} })).toBe("ok");
  });

  it("takes the channel along where its rule no longer lets it in", async () => {
    const ada = await server.person();
    await enter("short", ada.id);
    const { channel } = room(ada, "room:short");
    const said: { message: string; status: string }[] = [];
    channel.on("system", {}, (payload) => void said.push(payload));
    await joined(channel);
    await server.database.prepare("delete from members where person = ?").bind(ada.id).run();
    await ada.client.realtime.setAuth((await ada.client.auth.refreshSession()).data.session?.access_token ?? null);
    await until(
      () => said.length > 0,
      () => said,
    );
    expect(said[0]).toMatchObject({
      extension: "system",
      status: "error",
      message: "You no longer have permission to read from this Channel topic: room:short",
      channel: "room:short",
    });
    await until(
      () => channel.state === "closed",
      () => channel.state,
    );
  });

  it("that does not hold lets nobody in", async () => {
    const ada = await server.person();
    await ada.client.realtime.setAuth("a.b.c");
    await expect(joined(ada.client.channel("any"))).rejects.toThrow(/InvalidJWTToken|MalformedJWT/);
  });

  it("ends the socket within a second when its session ends", async () => {
    const ada = await server.person();
    const bystander = server.visitor().channel("out");
    await enter("out", ada.id);
    const { channel } = room(ada, "room:out");
    const said: { message: string }[] = [];
    channel.on("system", {}, (payload) => void said.push(payload));
    await Promise.all([joined(channel), joined(bystander)]);
    let closed: { code: number } | null = null;
    const socket = ada.client.realtime as unknown as { socketAdapter: { getSocket(): { conn: WebSocket } } };
    socket.socketAdapter.getSocket().conn.addEventListener("close", (event) => {
      closed = { code: event.code };
    });
    const startedMs = Date.now();
    const admin = server.service();
    await admin.auth.admin.deleteUser(ada.id);
    await until(() => closed !== null);
    expect(Date.now() - startedMs).toBeLessThan(2_000);
    expect(closed).toEqual({ code: 4001 });
    expect(said[0]?.message).toContain("Session has ended");
    expect(bystander.state).toBe("joined");
  });

  it("ends the socket when it expires", async () => {
    const client = server.visitor();
    const token = await tokenFor("6f0d0d4e-5d5a-4f6e-9a6c-2f6f3c1c7a11", 3);
    await client.realtime.setAuth(token);
    const channel = client.channel("expiring", { config: { broadcast: { ack: true } } });
    const said: { message: string }[] = [];
    channel.on("system", {}, (payload) => void said.push(payload));
    await joined(channel);
    let closed: { code: number } | null = null;
    const socket = client.realtime as unknown as { socketAdapter: { getSocket(): { conn: WebSocket } } };
    socket.socketAdapter.getSocket().conn.addEventListener("close", (event) => {
      closed = { code: event.code };
    });
    await until(() => closed !== null);
    expect(closed).toEqual({ code: 4002 });
    expect(said.map(({ message }) => message)).toEqual(["Token has expired"]);
  });
});
