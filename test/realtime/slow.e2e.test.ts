import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { follow, socketClient } from "../graphql/clients.ts";
import { raw as rawGraph } from "../graphql/raw.ts";
import { pause, type Raw, raw, rawJoin } from "./raw.ts";
import { type RealtimeServer, startRealtime, until } from "./server.ts";
import { app, limits } from "./slow-app.ts";

// What can be seen of clients that do not read, and that whoever reads is left alone, however much it is.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime({ app, script: "./slow-worker.ts" });
});
afterAll(() => server?.stop());

const text = "x".repeat(40_000);
const enough = Math.ceil((1.5 * limits.maxUnheardBytes) / text.length);

describe("a client of channels", () => {
  let sender: Raw;
  beforeAll(async () => {
    sender = await raw(server);
    await rawJoin(sender, "flood");
  });

  /** Below what one may send in a second. */
  async function flood(pieces: number): Promise<void> {
    for (let n = 0; n < pieces; n++) {
      sender.send([null, null, "realtime:flood", "broadcast", { event: "n", payload: { n, text } }]);
      await pause(50);
    }
  }

  const pieces = ({ heard }: Raw): number => heard.filter(([kind]) => kind === "binary").length;

  it("that reads is not closed before its next heartbeat is due", async () => {
    const reader = await raw(server);
    await rawJoin(reader, "flood");
    await flood(enough);
    await until(
      () => pieces(reader) === enough,
      () => [pieces(reader), reader.closedWith()],
    );
    reader.send([null, "1", "phoenix", "heartbeat", {}]);
    await reader.answer("1");
    expect(reader.closedWith()).toBe(null);
    reader.close();
  });

  it("that says nothing for long is closed, where much was sent", async () => {
    const silent = await raw(server);
    await rawJoin(silent, "flood");
    await flood(enough);
    expect(silent.closedWith()).toBe(null);
    await pause(500 * limits.maxSilenceSeconds);
    await flood(1);
    expect(await silent.untilClosed()).toBe(4008);
  });
});

describe("a client of GraphQL", () => {
  const query = "subscription { thingsChanges(operations: [START, INSERT]) { operation node { name } } }";

  async function flood(from: number): Promise<void> {
    for (let id = from; id < from + enough; id++) {
      await server.service().from("things").insert({ id, name: text }).throwOnError();
    }
  }

  it("that answers pings is left alone, however much it is sent", async () => {
    const client = socketClient(server, server.anonKey);
    const changes = follow(client, query);
    await changes.untilTold(1);
    await flood(1);
    await flood(1_001);
    await changes.untilTold(1 + 2 * enough);
    await client.dispose();
  });

  it("that talks without answering is closed", async () => {
    const client = await rawGraph(server);
    await client.init({ apikey: server.anonKey });
    client.send({ type: "subscribe", id: "1", payload: { query } });
    await client.untilHeard("next", "1");
    const talking = setInterval(() => {
      if (client.closed() === null) client.send({ type: "ping" });
    }, 100);
    await flood(2_001);
    expect((await client.untilClosed())[0]).toBe(4008);
    clearInterval(talking);
  });
});
