import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, findChromium, type Page, startChromium } from "../e2e/chromium.ts";
import { startPageServer } from "../e2e/page-server.ts";
import { type Server, startServer } from "../e2e/server.ts";

// The reference application as the README starts it, and the unmodified supabase-js in two browsers on one article.

const chromium = findChromium();
const isRequired = process.env.PERIGEE_BROWSER === "required";
if (chromium === null && !isRequired) {
  console.warn("two browsers: skipped, because neither CHROMIUM_PATH nor PATH has a Chromium");
}

let pages: Awaited<ReturnType<typeof startPageServer>>;
let server: Server;
let browser: Browser;

/** What a page does when an article is opened: it listens to comments and shows who is reading. */
const openArticle = `async (name) => {
  const { data } = await client.auth.signUp({ email: name + "@example.com", password: "a long enough password" });
  const { data: article } = await client.from("articles").select("id").eq("status", "published").order("id").limit(1).single();
  Object.assign(window, { me: data.user.id, article: article.id, comments: [], typing: [], problems: [] });
  window.channel = client.channel("article:" + article.id, { config: { private: true, presence: { key: name } } });
  channel.on("postgres_changes", { event: "INSERT", schema: "public", table: "comments", filter: "article_id=eq." + article.id },
    (change) => comments.push(change.new.body));
  channel.on("broadcast", { event: "typing" }, ({ payload }) => typing.push(payload.name));
  channel.on("presence", { event: "sync" }, () => {});
  const changes = new Promise((resolve) => channel.on("system", {}, (said) => resolve(said.message)));
  const status = await new Promise((resolve) => channel.subscribe((status, error) => resolve(error?.message ?? status)));
  return [status, await changes, await channel.track({ name })];
}`;

async function reader(name: string): Promise<Page> {
  const page = await browser.open(`${pages.origin}/`);
  const [url, key] = [server.url, server.anonKey].map((text) => JSON.stringify(text));
  await page.evaluate(`window.client = supabase.createClient(${url}, ${key}); null`);
  const opened = await page.evaluate(`(${openArticle})(${JSON.stringify(name)})`);
  expect(opened).toEqual(["SUBSCRIBED", "Subscribed to PostgreSQL", "ok"]);
  return page;
}

/** What the expression comes to be in the page, within ten seconds. */
async function comesToBe(page: Page, expression: string, expected: unknown): Promise<void> {
  const seen = `(async () => {
    const end = Date.now() + 10000;
    const read = () => JSON.stringify(${expression});
    while (read() !== ${JSON.stringify(JSON.stringify(expected))} && Date.now() < end) await new Promise((next) => setTimeout(next, 20));
    return ${expression};
  })()`;
  expect(await page.evaluate(seen)).toEqual(expected);
}

const present = "Object.keys(channel.presenceState()).sort()";

describe.skipIf(chromium === null && !isRequired)("two readers of an article", () => {
  beforeAll(async () => {
    if (chromium === null) throw new Error("no Chromium, though PERIGEE_BROWSER=required");
    [pages, server, browser] = await Promise.all([startPageServer(), startServer(), startChromium(chromium)]);
  });

  afterAll(async () => {
    await browser?.stop();
    await server?.stop();
    await pages?.stop();
  });

  it("see each other, who is typing, and the comment appear; who leaves is gone", async () => {
    const ada = await reader("ada");
    await comesToBe(ada, present, ["ada"]);
    const bob = await reader("bob");
    for (const page of [ada, bob]) await comesToBe(page, present, ["ada", "bob"]);
    await bob.evaluate(`channel.send({ type: "broadcast", event: "typing", payload: { name: "bob" } })`);
    await comesToBe(ada, "typing", ["bob"]);
    const written = await bob.evaluate(
      `client.from("comments").insert({ article_id: article, author_id: me, body: "What a day!" }).then(({ error }) => error)`,
    );
    expect(written).toBeNull();
    for (const page of [ada, bob]) await comesToBe(page, "comments", ["What a day!"]);
    await bob.close();
    await comesToBe(ada, present, ["ada"]);
  });
});
