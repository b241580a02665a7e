import { afterAll, beforeAll, expect, it } from "vitest";
import { clinic } from "../apps/clinic.ts";
import { type RealtimeServer, startRealtime, tokenFor } from "../realtime/server.ts";
import { follow, socketClient } from "./clients.ts";

// Encrypted columns in subscriptions: clear to who may read them, and to nobody in the log.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime({ app: clinic, script: "../realtime/clinic-worker.ts" });
});
afterAll(() => server?.stop());

it("come out decrypted to who may read them, and never lie in clear in the log", async () => {
  const doctor = socketClient(server, await tokenFor("ann", 60, "doctor"));
  const other = socketClient(server, await tokenFor("bob", 60, "doctor"));
  const changes = `subscription { patientsChanges(operations: [START, INSERT, UPDATE]) { operation node { name phone diagnosis } } }`;
  const rows = `subscription { patientsCollection { edges { node { name phone diagnosis } } } }`;
  const [told, shown] = [follow(doctor, changes), follow(doctor, rows)];
  const hidden = follow(other, changes);
  await told.untilTold(1);
  await shown.untilTold(1);
  await hidden.untilTold(1);
  const service = server.service();
  const row = { doctor: "ann", name: "Ola", phone: "secret-phone", diagnosis: "secret-diagnosis" };
  await service.from("patients").insert(row).throwOnError();
  await told.untilTold(2);
  await shown.untilTold(2);
  await service.from("patients").update({ diagnosis: "secret-cure" }).eq("name", "Ola").throwOnError();
  await told.untilTold(3);
  await shown.untilTold(3);
  const clear = { name: "Ola", phone: "secret-phone", diagnosis: "secret-diagnosis" };
  expect(told.told.slice(1)).toEqual([
    { operation: "INSERT", node: clear },
    { operation: "UPDATE", node: { ...clear, diagnosis: "secret-cure" } },
  ]);
  expect(shown.told.slice(1)).toEqual([
    { edges: [{ node: clear }] },
    { edges: [{ node: { ...clear, diagnosis: "secret-cure" } }] },
  ]);
  expect(hidden.told).toHaveLength(1);
  const log = await server.database.prepare("select * from _perigee_changes").all();
  expect(log.results.length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(log.results)).toContain("pge1.");
  expect(JSON.stringify(log.results)).not.toContain("secret-");
  for (const each of [told, shown, hidden]) each.stop();
  await Promise.all([doctor.dispose(), other.dispose()]);
});
