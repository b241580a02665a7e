import { expect, it } from "vitest";
import { freshAuth } from "../auth/test-auth.ts";
import { inboxSurface } from "./inbox.ts";

async function fresh() {
  const { inbox } = await freshAuth();
  const surface = inboxSurface(inbox);
  const send = (path: string, init: RequestInit = {}, origin = "http://127.0.0.1:8787") =>
    surface.fetch(new Request(`${origin}${path}`, init));
  return { inbox, send };
}

const message = {
  channel: "email",
  to: "ada@example.com",
  subject: "<b>Hello</b>",
  text: "Open http://a.example/?x=1&y=2 <now>",
  html: "<script>alert(1)</script>",
} as const;

it("shows what was sent, and runs none of it", async () => {
  const { inbox, send } = await fresh();
  await inbox.send(message);
  const list = await (await send("/_inbox")).text();
  expect(list).toContain("&lt;b&gt;Hello&lt;/b&gt;");
  const [sent] = await inbox.list();
  const page = await send(`/_inbox/${sent?.id}`);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  expect(await page.text()).toContain('<a href="http://a.example/?x=1&amp;y=2">');
  const body = await send(`/_inbox/${sent?.id}/html`);
  expect(body.headers.get("content-security-policy")).toMatch(/^sandbox .*default-src 'none'/);
  const json = await send("/_inbox", { headers: { accept: "application/json" } });
  expect(await json.json()).toMatchObject({ messages: [message] });
});

it("is there for this machine alone", async () => {
  const { inbox, send } = await fresh();
  await inbox.send(message);
  expect((await send("/_inbox", {}, "https://api.example.com")).status).toBe(404);
  const foreign = { headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" } };
  expect((await send("/_inbox", foreign)).status).toBe(404);
  expect((await send("/_inbox/9999")).status).toBe(404);
  expect((await send("/_inbox/../secret")).status).toBe(404);
});

it("keeps the newest 200, and forgets all when it is asked to", async () => {
  const { inbox, send } = await fresh();
  for (let at = 0; at < 203; at++) await inbox.send({ ...message, subject: String(at) });
  const kept = await inbox.list();
  expect(kept).toHaveLength(200);
  expect(kept[0]?.subject).toBe("202");
  expect((await send("/_inbox", { method: "DELETE" })).status).toBe(204);
  expect(await inbox.list()).toEqual([]);
});
