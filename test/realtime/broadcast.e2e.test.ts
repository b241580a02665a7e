import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joined, pause, type RealtimeServer, startRealtime, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

type Heard = { event: string; payload: unknown; type: string; meta?: unknown };

function hear(channel: RealtimeChannel, event = "*"): Heard[] {
  const heard: Heard[] = [];
  channel.on("broadcast", { event }, (message) => void heard.push(message as Heard));
  return heard;
}

const versions = ["1.0.0", "2.0.0"] as const;

describe.each(versions)("version %s", (vsn) => {
  it("tells everybody in the channel but the sender, whichever version they speak", async () => {
    const topic = `cats ${vsn}`;
    const sender = server.visitor({ vsn }).channel(topic);
    const others = [...versions, ...versions].map((each) => server.visitor({ vsn: each }).channel(topic));
    const elsewhere = server.visitor({ vsn }).channel(`${topic}, other`);
    const all = others.map((channel) => hear(channel));
    const own = hear(sender);
    const foreign = hear(elsewhere);
    await Promise.all([sender, elsewhere, ...others].map(joined));
    expect(await sender.send({ type: "broadcast", event: "mew", payload: { at: "čaj 😺", n: [1, null] } })).toBe("ok");
    await sender.send({ type: "broadcast", event: "purr", payload: {} });
    await until(
      () => all.every((heard) => heard.length === 2),
      () => all,
    );
    for (const heard of all) {
      expect(heard).toEqual([
        { type: "broadcast", event: "mew", payload: { at: "čaj 😺", n: [1, null] } },
        { type: "broadcast", event: "purr", payload: {} },
      ]);
    }
    expect([own, foreign]).toEqual([[], []]);
  });

  it("tells the sender too where it asks for that, and acknowledges", async () => {
    const config = { broadcast: { self: true, ack: true } };
    const channel = server.visitor({ vsn }).channel(`self ${vsn}`, { config });
    const heard = hear(channel, "mew");
    await joined(channel);
    expect(await channel.send({ type: "broadcast", event: "mew", payload: { n: 1 } })).toBe("ok");
    expect(await channel.send({ type: "broadcast", event: "other", payload: { n: 2 } })).toBe("ok");
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ type: "broadcast", event: "mew", payload: { n: 1 } }]);
  });
});

it("passes bytes on as they are to those who can take them", async () => {
  const sender = server.visitor().channel("bytes");
  const receiver = server.visitor().channel("bytes");
  const old = server.visitor({ vsn: "1.0.0" }).channel("bytes");
  const heard = hear(receiver);
  const oldHeard = hear(old);
  await Promise.all([sender, receiver, old].map(joined));
  const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
  await sender.send({ type: "broadcast", event: "file", payload: bytes.buffer });
  await sender.send({ type: "broadcast", event: "after", payload: {} });
  await until(
    () => heard.length === 2 && oldHeard.length === 1,
    () => [heard, oldHeard],
  );
  expect(new Uint8Array(heard[0]?.payload as ArrayBuffer)).toEqual(bytes);
  expect(oldHeard.map(({ event }) => event)).toEqual(["after"]);
});

it("keeps the order of one sender's messages", async () => {
  const sender = server.visitor().channel("order");
  const receivers = [1, 2, 3].map(() => server.visitor().channel("order"));
  const all = receivers.map((channel) => hear(channel));
  await Promise.all([sender, ...receivers].map(joined));
  const numbers = Array.from({ length: 80 }, (_, index) => index);
  for (const n of numbers) void sender.send({ type: "broadcast", event: "n", payload: { n } });
  await until(
    () => all.every((heard) => heard.length === 80),
    () => all.map((heard) => heard.length),
  );
  for (const heard of all) expect(heard.map(({ payload }) => (payload as { n: number }).n)).toEqual(numbers);
});

it("tells nobody who has left, and a channel can be joined again", async () => {
  // Acknowledged: what one socket says and another's joining come in no order.
  const sender = server.visitor().channel("leaving", { config: { broadcast: { ack: true } } });
  const client = server.visitor();
  const first = client.channel("leaving");
  const stays = client.channel("staying");
  const before = hear(first);
  await Promise.all([sender, first, stays].map(joined));
  expect(await client.removeChannel(first)).toBe("ok");
  await sender.send({ type: "broadcast", event: "gone", payload: {} });
  const again = client.channel("leaving");
  const after = hear(again);
  await joined(again);
  await sender.send({ type: "broadcast", event: "back", payload: {} });
  await until(
    () => after.length === 1,
    () => [before, after],
  );
  await pause(50);
  expect([before, after.map(({ event }) => event)]).toEqual([[], ["back"]]);
});

it("finds somebody who comes when nobody else was there", async () => {
  const sender = server.visitor().channel("lonely", { config: { broadcast: { ack: true } } });
  await joined(sender);
  await sender.send({ type: "broadcast", event: "alone", payload: {} });
  for (let round = 0; round < 5; round++) {
    const client = server.visitor();
    const late = client.channel("lonely");
    const heard = hear(late);
    await joined(late);
    await sender.send({ type: "broadcast", event: "hello", payload: { round } });
    await until(
      () => heard.length === 1,
      () => heard,
    );
    expect(heard[0]?.payload).toEqual({ round });
    await client.removeAllChannels();
  }
});
