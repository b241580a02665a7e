import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { createPlanCache } from "../../src/engine/plan-cache.ts";
import { people, seed } from "../scenarios/publication-seed.ts";
import { type Answer, masterSecret, openStage, type Stage } from "../scenarios/stage.ts";

// Requests that are short to write and were dear to answer, or that made a fault of what is the caller's mistake.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function ask(line: string, { headers, body }: Call = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  const init = { method, headers: { "content-type": "application/json", ...headers } };
  return stage.fetch(
    new Request(`http://perigee.test${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) }),
  );
}

const repeated = (text: string, times: number): string => Array.from({ length: times }, () => text).join();
const members = (count: number): string => Array.from({ length: count }, (_, index) => `m${index}:id`).join();
const chain = "article_tags?limit=1&select=article_id,articles(id,categories(id,parent_id(id,parent_id(id))))";
const spread = (inner: string): string => `article_tags?select=...articles(...categories(...parent_id(${inner})))`;
const levels = ["", "articles.", "articles.categories.", "articles.categories.parent_id."] as const;
const next = ["articles", "categories", "parent_id", "parent_id"] as const;
const orders = levels.map((level, index) => `${level}order=${repeated(`${next[index]}(id)`, 40)}`).join("&");
const presences = levels.map((level, index) =>
  Array.from({ length: 40 }, () => `${level}${next[index]}=not.is.null`).join("&"),
);

describe("work that multiplies with the depth of a request", () => {
  it.each([
    ["spreads within spreads of a hundred members are planned in a moment", spread(members(100)), 200],
    ["and those of more than a statement holds are refused in one", spread(members(440)), 400],
    ["orders by embeds within embeds are refused", `${chain}&${orders}`, 400],
    ["null filters on embeds within embeds are refused", `${chain}&${presences.join("&")}`, 400],
    ["a spread with an embed that shows nothing is no fault", "article_tags?select=...articles(id,tags())", 200],
    ["more orders than the database takes are the caller's mistake", `tags?order=${repeated("slug", 110)}`, 400],
    ["so are more groups", `tags?select=${members(110)},count()`, 400],
  ])("%s", { timeout: 20_000 }, async (_, request, status) => {
    const { response, text } = await ask(`GET /rest/v1/${request}`);
    expect(response.status, text.slice(0, 300)).toBe(status);
    if (status === 400) expect(JSON.parse(text).code).toBe("54000");
  });
});

it("plans of the largest statements take no more memory than an isolate has to spare", () => {
  const plans = createPlanCache<string>(2_000, (plan) => plan.length);
  const keys = Array.from({ length: 1_000 }, (_, index) => `shape ${index}`);
  for (const key of keys) plans.set(key, "x".repeat(100_000));
  const kept = keys.filter((key) => plans.get(key) !== undefined);
  expect(kept).toEqual(keys.slice(-kept.length));
  expect(kept.length).toBeLessThanOrEqual(160);
  plans.set("shape 999", "x");
  for (const key of keys.slice(0, 100)) plans.set(key, "x");
  expect(plans.get("shape 999"), "what is replaced gives its room back").toBe("x");
});

describe("a value that no database holds", () => {
  it("is no fault as max-affected", async () => {
    const headers = { prefer: `handling=strict,max-affected=${"9".repeat(400)}`, ...(await stage.credentials("rex")) };
    const answer = await ask(`PATCH /rest/v1/profiles?id=eq.${people.rex.id}`, { headers, body: { bio: "x" } });
    expect(answer.response.status, answer.text).toBe(204);
  });

  it.each([
    ["a NUL", "a\u0000b"],
    ["half a surrogate pair", "\ud800"],
  ])("is no fault as a name to sign up with: %s", async (_, name) => {
    const body = { email: "new@example.com", password: "correct horse battery", data: { display_name: name } };
    const answer = await ask("POST /auth/v1/signup", { body });
    expect(answer.response.status, answer.text).toBe(422);
  });
});

describe("an address that looks like another one", () => {
  it.each(["rex\u200b@example.com", "rex@exam\u00adple.com", "rex\u202e@example.com", 'rex@example"><b>.com'])(
    "is no address: %j",
    async (email) => {
      const answer = await ask("POST /auth/v1/signup", { body: { email, password: "correct horse battery" } });
      expect(answer.response.status, answer.text).toBe(400);
    },
  );
});

describe("what is for one caller", () => {
  it.each(["/rest/v1/newsletter_subscriptions", "/rest/v1/nothing", "/auth/v1/settings", "/nothing"])(
    "is for no shared cache where the key alone says who asks: %s",
    async (path) => {
      const { response } = await ask(`GET ${path}`, {
        headers: { apikey: await apiKey("service_role", masterSecret) },
      });
      expect(response.headers.get("cache-control")).toMatch(/^(?:no-store|private, no-cache)$/);
    },
  );

  it("keeps what a surface says of caching itself", async () => {
    const { response } = await ask("GET /auth/v1/.well-known/jwks.json");
    expect(response.headers.get("cache-control")).toBe("public, max-age=600");
  });
});

it("reads go on while many sign in", { timeout: 30_000 }, async () => {
  const order: string[] = [];
  const signIns = Array.from({ length: 8 }, async (_, index) => {
    const body = { email: `nobody${index}@example.com`, password: "wrong horse battery" };
    await ask("POST /auth/v1/token?grant_type=password", { body });
    order.push("sign-in");
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await ask("GET /rest/v1/tags?select=slug&limit=1");
  order.push("read");
  await Promise.all(signIns);
  expect(order.indexOf("read"), order.join()).toBeLessThan(6);
});
