import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followQuery } from "../../src/client/follow-query.ts";
import { clinic } from "../apps/clinic.ts";
import { listening, type RealtimeServer, secret, startRealtime, until } from "./server.ts";

// Encrypted columns over sockets: clear to who may see them, in events, filters and live queries.

let server: RealtimeServer;
let service: SupabaseClient;

beforeAll(async () => {
  server = await startRealtime({ app: clinic, script: "./clinic-worker.ts" });
  service = server.service();
});

afterAll(() => server?.stop());

interface Change {
  readonly eventType: string;
  readonly new: Readonly<Record<string, unknown>>;
  readonly old: Readonly<Record<string, unknown>>;
}

const id = "11111111-1111-4111-8111-111111111111";
const patient = { id, doctor: "d", name: "Ola", phone: "111", diagnosis: "flu", history: { a: [1] } };

it("tells changes in clear, and filters by equality alone", async () => {
  const channel = service.channel("patients");
  const all: Change[] = [];
  const some: Change[] = [];
  const on = (filter: object, into: Change[]): void =>
    void channel.on(
      "postgres_changes",
      { schema: "public", event: "*", table: "patients", ...filter } as never,
      (change: Change) => into.push(change),
    );
  on({}, all);
  on({ filter: "phone=eq.222" }, some);
  await listening(channel);
  await service.from("patients").insert(patient).throwOnError();
  await service.from("patients").update({ phone: "222" }).eq("id", id).throwOnError();
  await service.from("patients").update({ phone: null, diagnosis: "well" }).eq("phone", "222").throwOnError();
  await server.database.prepare("update patients set diagnosis = 'typed by hand'").run();
  await service.from("patients").update({ name: "Olav" }).eq("id", id).throwOnError();
  await until(
    () => all.length === 5,
    () => all,
  );
  const whole = { ...patient, plan: "none yet" };
  expect(all.map((change) => change.new)).toEqual([
    whole,
    { ...whole, phone: "222" },
    { ...whole, phone: null, diagnosis: "well" },
    // What does not open is null, and silences nobody.
    { ...whole, phone: null, diagnosis: null },
    { ...whole, phone: null, diagnosis: null, name: "Olav" },
  ]);
  expect(all[1]?.old).toEqual(whole);
  expect(some.map((change) => change.new.phone)).toEqual(["222"]);
  await service.from("patients").delete().eq("id", id).throwOnError();
  for (const filter of ["phone=gt.1", "diagnosis=eq.flu", "phone=like.1%"]) {
    const refused = service.channel(`refused ${filter}`);
    refused.on(
      "postgres_changes",
      { schema: "public", event: "*", table: "patients", filter } as never,
      () => undefined,
    );
    await expect(listening(refused), filter).rejects.toThrow(/operator does not exist: encrypted/);
  }
});

it("keeps a live query's rows up to date, in clear", async () => {
  const seen: (readonly unknown[])[] = [];
  const path = "/rest/v1/patients?select=name,phone,history&phone=in.(111,333)&order=name";
  const query = followQuery(service, { path, onRows: (rows) => seen.push(rows) });
  await until(() => seen.length === 1);
  await service.from("patients").insert(patient).throwOnError();
  await until(
    () => seen.length === 2,
    () => seen,
  );
  expect(seen[1]).toEqual([{ name: "Ola", phone: "111", history: { a: [1] } }]);
  await service.from("patients").update({ phone: "333" }).eq("id", id).throwOnError();
  await until(
    () => seen.length === 3,
    () => seen,
  );
  expect(seen[2]).toEqual([{ name: "Ola", phone: "333", history: { a: [1] } }]);
  await service.from("patients").update({ phone: "444" }).eq("id", id).throwOnError();
  await until(
    () => seen.length === 4,
    () => seen,
  );
  expect(seen[3]).toEqual([]);
  query.stop();
});

function keys(...command: readonly string[]): Promise<{ readonly status: number | null; readonly out: string }> {
  const script = resolve(import.meta.dirname, "../../tools/run.mjs");
  const env = { ...process.env, PERIGEE_URL: server.url, PERIGEE_SECRET: secret };
  const child = spawn(process.execPath, [script, "keys", ...command], { env });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (out += String(data)));
  return new Promise((done) => child.on("close", (status) => done({ status, out })));
}

it("npm run keys rotates, encrypts anew, and tells no subscriber of it", async () => {
  const channel = service.channel("quiet");
  const heard: Change[] = [];
  channel.on("postgres_changes", { schema: "public", event: "*", table: "patients" } as never, (change: Change) => {
    heard.push(change);
  });
  await listening(channel);
  const rotated = await keys("rotate-data");
  expect(rotated.status, rotated.out).toBe(0);
  expect(JSON.parse(rotated.out).map((key: { status: string }) => key.status)).toEqual([
    "previous",
    "current",
    "current",
  ]);
  expect(await keys("reencrypt")).toEqual({ status: 0, out: "1 rows encrypted anew\n" });
  await service.from("patients").update({ name: "after" }).eq("id", id).throwOnError();
  await until(
    () => heard.length > 0,
    () => heard,
  );
  expect(heard.map((change) => [change.eventType, change.new.name, change.new.phone])).toEqual([
    ["UPDATE", "after", "444"],
  ]);
  expect((await keys("retire-data", "nobody")).status).toBe(1);
});
