import { env } from "cloudflare:workers";
import type { SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { createWorker, type Env } from "../../src/compose.ts";
import { clinic } from "../apps/clinic.ts";
import { clientOf, openClinic, people } from "./clinic.ts";
import { masterSecret, type Stage } from "./stage.ts";

// Another key while reads and writes go on, in this isolate and in another.

let stage: Stage;
let service: SupabaseClient;

beforeAll(async () => {
  stage = await openClinic();
  service = await clientOf(stage, "service");
});

beforeEach(async () => {
  await stage.reset();
});

async function admin(line: string, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const headers = { ...(await stage.credentials("service")), "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const { response, text } = await stage.fetch(new Request(`http://perigee.test/auth/v1/admin/data-keys${path}`, init));
  return { status: response.status, body: JSON.parse(text) };
}

interface Key {
  readonly id: string;
  readonly purpose: string;
  readonly status: string;
  readonly encryptions: number | null;
}

const doctor = people.ann.id;

async function fill(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => ({ doctor, name: `n${at}`, phone: `${at}`, history: { at } }));
  await service.from("patients").insert(rows).throwOnError();
}

/** The keys that values are encrypted with. */
async function keysInUse(): Promise<unknown> {
  const sql =
    "select distinct substr(c, 6, 8) as k from (select phone as c from patients union all select plan from patients) order by k";
  return (await stage.rowsOf({ sql })).map((row) => (row as { k: string }).k);
}

async function reencrypt(options: object = {}): Promise<{ rows: number; failed: number; pages: number }> {
  const sum = { rows: 0, failed: 0, pages: 0 };
  for (let after: unknown = null; ; ) {
    const { status, body } = await admin("POST /reencrypt", { after, ...options });
    expect(status).toBe(200);
    sum.rows += body.rows;
    sum.failed += body.failed;
    sum.pages += 1;
    after = body.after;
    if (after === null) return sum;
  }
}

it("rotates while others read and write, encrypts the rest anew, and forgets the old key", async () => {
  await fill(230);
  const before = (await admin("GET ")).body as Key[];
  const [old] = before.filter(({ purpose }) => purpose === "cipher");
  expect(await keysInUse()).toEqual([old?.id]);
  // Another isolate has the keys in its memory already.
  const other = createWorker(clinic);
  const bindings = { ...env, PERIGEE_SECRET: masterSecret } as unknown as Env;
  const context = {
    waitUntil: () => undefined,
    passThroughOnException: () => undefined,
  } as unknown as ExecutionContext;
  const elsewhere = async (method: string, path: string, body?: object): Promise<{ status: number; text: string }> => {
    const response = await other.fetch(
      new Request(`http://perigee.test/rest/v1${path}`, {
        method,
        headers: { ...(await stage.credentials("service")), "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      bindings,
      context,
    );
    return { status: response.status, text: await response.text() };
  };
  expect((await elsewhere("GET", "/patients?phone=eq.7&select=name")).text).toBe('[{"name":"n7"}]');
  const rotated = await admin("POST /rotate");
  const fresh = (rotated.body as Key[]).find(({ status, purpose }) => status === "current" && purpose === "cipher");
  expect((rotated.body as Key[]).find(({ id }) => id === old?.id)?.status).toBe("previous");
  await service.from("patients").update({ phone: "new 1" }).eq("name", "n1").throwOnError();
  expect(await keysInUse()).toEqual([old?.id, fresh?.id].sort());
  // It reads what it has no key for yet, and goes on writing with the old one for a while.
  expect((await elsewhere("GET", "/patients?name=eq.n1&select=phone")).text).toBe('[{"phone":"new 1"}]');
  let isDone = false;
  const clients = [service, await clientOf(stage, "ann")].map(async (client, who) => {
    for (let at = 0; !isDone || at < 5; at++) {
      const name = `n${10 + who * 100 + (at % 20)}`;
      const written = await client
        .from("patients")
        .update({ phone: `${who} ${at}` })
        .eq("name", name)
        .select("phone");
      expect(written.data).toEqual([{ phone: `${who} ${at}` }]);
      const read = await client.from("patients").select("name, phone, history, plan").limit(1_000);
      expect([read.error, read.data?.length]).toEqual([null, 230]);
      expect((await elsewhere("PATCH", `/patients?name=eq.${name}`, { diagnosis: "seen" })).status).toBe(204);
    }
  });
  const done = await reencrypt();
  isDone = true;
  await Promise.all(clients);
  expect(done).toMatchObject({ failed: 0 });
  expect(done.rows).toBeGreaterThan(180);
  await reencrypt();
  expect(await keysInUse()).toEqual([fresh?.id]);
  const all = await service.from("patients").select("name, phone, history").limit(1_000);
  for (const { name, history } of all.data ?? []) expect(`n${history.at}`).toBe(name);
  expect((await service.from("patients").select("phone").eq("phone", "200")).data).toEqual([{ phone: "200" }]);
  expect(await admin(`DELETE /${fresh?.id}`)).toMatchObject({ status: 409 });
  expect((await admin(`DELETE /${old?.id}`)).body.msg).toContain("two minutes");
  await stage.rowsOf({
    sql: "update _perigee_data_keys set changed_at = '2020-01-01T00:00:00+00:00' where status = 'previous'",
  });
  // The log still has it.
  expect((await admin(`DELETE /${old?.id}`)).body.msg).toContain("still kept");
  await stage.rowsOf({ sql: "delete from _perigee_changes" });
  const retired = await admin(`DELETE /${old?.id}`);
  expect([retired.status, (retired.body as Key[]).find(({ id }) => id === old?.id)?.status]).toEqual([200, "retired"]);
  expect(await stage.rowsOf({ sql: `select sealed from _perigee_data_keys where id = '${old?.id}'` })).toEqual([
    { sealed: "" },
  ]);
  expect((await service.from("patients").select("phone").limit(1_000)).data).toHaveLength(230);
  const entries = (await stage.rowsOf({ sql: "select entry from auth_audit_log" })) as { entry: string }[];
  const told = entries.filter(({ entry }) => entry.includes("data_key_changed"));
  expect(told).toHaveLength(2);
});

it("leaves alone what does not open, and says so; takes over what is in clear where it is told to", async () => {
  await fill(3);
  await stage.rowsOf({ sql: "update patients set phone = 'in clear', phone_index = null where name = 'n0'" });
  await admin("POST /rotate");
  expect(await reencrypt()).toMatchObject({ rows: 3, failed: 1 });
  expect((await service.from("patients").select("phone").eq("name", "n0")).error?.code).toBe("PER040");
  expect(await reencrypt({ adopt_clear: true })).toMatchObject({ rows: 1, failed: 0 });
  expect((await service.from("patients").select("name").eq("phone", "in clear")).data).toEqual([{ name: "n0" }]);
  expect(await reencrypt({ adopt_clear: true })).toMatchObject({ rows: 0, failed: 0 });
});

it("is for admins alone", async () => {
  for (const who of ["anon", "ann"]) {
    const headers = await stage.credentials(who);
    const { response } = await stage.fetch(new Request("http://perigee.test/auth/v1/admin/data-keys", { headers }));
    expect([401, 403]).toContain(response.status);
  }
  expect((await admin("POST /reencrypt", { after: { table: "patients", row: 1.5 } })).status).toBe(400);
  expect((await admin("POST /reencrypt", { after: { table: "auth_users", row: null } })).body).toEqual({
    rows: 0,
    failed: 0,
    after: null,
  });
  expect((await admin("DELETE /nobody")).status).toBe(404);
});

it("the cron rotates a key that has encrypted half of what it may, and leaves others alone", async () => {
  await admin("POST /rotate");
  await fill(3);
  const bindings = { ...env, PERIGEE_SECRET: masterSecret } as unknown as Env;
  const run = (): Promise<void> => {
    const event = { scheduledTime: Date.now(), cron: "", noRetry: () => undefined };
    return createWorker(clinic).scheduled(event, bindings, {} as ExecutionContext);
  };
  const currents = async () =>
    ((await admin("GET ")).body as Key[]).filter((key) => key.purpose === "cipher" && key.status === "current");
  await run();
  const [old, ...more] = await currents();
  expect(more).toEqual([]);
  expect(old?.encryptions).toBeGreaterThanOrEqual(3 * 2);
  await stage.rowsOf({ sql: "update _perigee_data_keys set encryptions = 2147483648" });
  await run();
  const [fresh, ...others] = await currents();
  expect([others, fresh?.encryptions]).toEqual([[], 0]);
  expect(fresh?.id).not.toBe(old?.id);
  const logged = (await stage.rowsOf({ sql: "select entry from auth_audit_log order by seq desc limit 1" })) as {
    entry: string;
  }[];
  expect(logged[0]?.entry).toContain("data_key_changed");
  expect(logged[0]?.entry).toContain("schedule");
  expect((await service.from("patients").select("phone").order("name")).data).toHaveLength(3);
});
