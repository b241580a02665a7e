import { afterAll, beforeAll, expect, it } from "vitest";
import { pause, type RealtimeServer, startRealtime, tokenFor, until } from "../realtime/server.ts";
import { follow, once, socketClient } from "./clients.ts";

// Objects without work are evicted after about ten seconds; their sockets stay open.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime();
});
afterAll(() => server?.stop());

const started = async (): Promise<number> => Number(await (await fetch(`${server.url}/started`)).text());

it("a socket keeps its subscriptions and who it is while its object sleeps", async () => {
  const service = server.service();
  const [client, mortal] = [socketClient(server, server.anonKey), socketClient(server, await tokenFor("somebody", 20))];
  const codes: number[] = [];
  mortal.on("closed", (event) => codes.push((event as CloseEvent).code));
  const changes = follow(client, {
    query: `subscription ($rank: Int!) { thingsChanges(filter: { rank: { gt: $rank } }, operations: [START, INSERT]) { operation sequence node { id } } }`,
    variables: { rank: 5 },
  });
  const live = follow(client, "subscription { thingsCollection(filter: { rank: { gt: 5 } }) { totalCount } }");
  const stopped = follow(client, "subscription { thingsChanges(operations: [START, INSERT]) { operation } }");
  const mortals = follow(mortal, "subscription { thingsChanges(operations: [START]) { operation } }");
  await Promise.all([changes, live, stopped, mortals].map((each) => each.untilTold(1)));
  stopped.stop();
  await service.from("things").insert({ id: 1, rank: 9 }).throwOnError();
  await Promise.all([changes.untilTold(2), live.untilTold(2)]);

  const before = await started();
  await pause(14_000);
  await service
    .from("things")
    .insert([
      { id: 2, rank: 9 },
      { id: 3, rank: 1 },
    ])
    .throwOnError();
  await Promise.all([changes.untilTold(3), live.untilTold(3)]);
  expect(await started()).toBeGreaterThan(before);
  expect(changes.told.slice(1)).toMatchObject([{ node: { id: 1 } }, { node: { id: 2 } }]);
  expect(live.told).toEqual([{ totalCount: 0 }, { totalCount: 1 }, { totalCount: 2 }]);
  expect(stopped.told).toHaveLength(1);
  expect(await once(client, "{ thingsByPk(id: 2) { rank } }")).toEqual({ data: { thingsByPk: { rank: 9 } } });
  // Its token expires while everybody sleeps.
  await until(
    () => codes.length > 0,
    () => null,
    15_000,
  );
  expect(codes).toEqual([4403]);
  await pause(200);
  expect(changes.told).toHaveLength(3);
  await client.dispose();
});
