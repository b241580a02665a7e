import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { people, seed } from "./publication-seed.ts";
import { type Answer, openStage, type Stage } from "./stage.ts";

// Which copy of the database a request begins at, and the bookmark that takes a caller from one to the next.

const form = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;
const past = "00000001-00000002-00000003-0123456789abcdef0123456789abcdef";
const [user = ""] = Object.keys(people);

let stage: Stage;
let lenient: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
  lenient = await openStage({
    app: { ...app, reads: { anonymous: "primary", signedIn: "nearest" } },
    seed,
    people,
    tables: "kept",
  });
});

beforeEach(async () => {
  await stage.reset();
});

interface Asked {
  readonly who?: string;
  readonly bookmark?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function ask(on: Stage, line: string, { who = "anon", bookmark, headers, body }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return on.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(await on.credentials(who)),
        ...(bookmark === undefined ? {} : { "x-d1-bookmark": bookmark }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

const read = "GET /tags?select=slug&limit=1";
const subscription = { email: "reader@example.com" };

describe("an answer carries the bookmark of the state that it saw", () => {
  it.each<readonly [string, Asked]>([
    [read, {}],
    [read, { who: user }],
    [read, { who: "service" }],
    ["HEAD /tags?select=slug", {}],
    ["POST /newsletter_subscriptions", { body: subscription }],
    ["GET /tags?slug=eq.nothing&select=slug", { headers: { accept: "application/vnd.pgrst.object+json" } }],
  ])("%s %j", async (line, asked) => {
    const { response } = await ask(stage, line, asked);
    expect(response.headers.get("x-d1-bookmark")).toMatch(form);
  });

  it("and none where the database was not asked", async () => {
    const { response, recording } = await ask(stage, "GET /nothing");
    expect([response.status, response.headers.get("x-d1-bookmark"), recording.sessions]).toEqual([404, null, []]);
  });

  it("which a browser may read", async () => {
    const { response } = await ask(stage, read, { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-expose-headers")).toContain("x-d1-bookmark");
  });

  it("that a read after the write takes up", async () => {
    const written = await ask(stage, "POST /newsletter_subscriptions", { body: subscription });
    const bookmark = written.response.headers.get("x-d1-bookmark") ?? "";
    const { response, recording } = await ask(stage, read, { bookmark });
    expect([response.status, recording.sessions]).toEqual([200, [bookmark]]);
  });
});

describe("a read begins", () => {
  it.each<readonly [string, Asked, string]>([
    ["of the anonymous at the nearest copy", {}, "first-unconstrained"],
    ["of the anonymous at their bookmark", { bookmark: past }, past],
    ["of a user at the primary, where the session's end is known", { who: user }, "first-primary"],
    ["of a user at the primary, whatever the bookmark", { who: user, bookmark: past }, "first-primary"],
    ["of the service at the primary", { who: "service" }, "first-primary"],
    ["of the service at its bookmark", { who: "service", bookmark: past }, past],
  ])("%s", async (_, asked, constraint) => {
    expect((await ask(stage, read, asked)).recording.sessions).toEqual([constraint]);
  });

  it.each<readonly [string, Asked, string]>([
    ["of the anonymous", {}, "first-primary"],
    ["of a user", { who: user }, "first-unconstrained"],
    ["of a user with a bookmark", { who: user, bookmark: past }, past],
  ])("%s where the definition says", async (_, asked, constraint) => {
    expect((await ask(lenient, read, asked)).recording.sessions).toEqual([constraint]);
  });
});

describe("a write", () => {
  it.each<readonly [Asked]>([[{}], [{ bookmark: past }]])("begins at the primary: %j", async (asked) => {
    const { response, recording } = await ask(stage, "POST /newsletter_subscriptions", {
      ...asked,
      body: subscription,
    });
    expect([response.status, recording.sessions]).toEqual([201, ["first-primary"]]);
  });
});

describe("what is no bookmark", () => {
  it.each(["", "bogus", "first-primary", "first-unconstrained", past.slice(1), `${past}0`, "'; drop table tags --"])(
    "is refused before the database is asked: %j",
    async (bookmark) => {
      for (const who of ["anon", user]) {
        const { response, text, recording } = await ask(stage, read, { who, bookmark });
        expect([response.status, JSON.parse(text).code, recording.batches]).toEqual([400, "PER020", []]);
      }
    },
  );
});
