import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { appCode } from "../../auth/factors/test-app.ts";
import { gotrue } from "../routes.ts";
import { queryOf, type Stage, stage, url } from "./test-server.ts";

/** As a browser goes about it: cookies are kept, redirects on this host followed, and forms know where they are. */
function browser({ auth }: Stage) {
  const app = new Hono().route("/auth/v1", gotrue(auth, { onFault: (error) => expect.fail(String(error)) }));
  const cookies = new Map<string, string>();
  let at = url;
  const visit = async (target: string, init: RequestInit = {}): Promise<Response> => {
    at = new URL(target, at).href;
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await app.request(at, { ...init, headers: { cookie, ...init.headers } });
    for (const set of response.headers.getSetCookie()) {
      expect(set).toMatch(/^__Host-perigee-\w+=[^;]*; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
      const [pair = ""] = set.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = response.headers.get("location");
    if (location === null || !new URL(location, at).href.startsWith(url)) return response;
    return visit(location);
  };
  const submit = async (page: string, fields: Readonly<Record<string, string>>, headers = {}) => {
    const hidden = [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, text]) => [
      name,
      text,
    ]);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return visit(at, { method: "POST", body, headers: { origin: url, "sec-fetch-site": "same-origin", ...headers } });
  };
  return { visit, submit, cookies };
}

const credentials = { email: "ada@example.com", password: "correct horse" };

async function opened() {
  const made = await stage();
  const { id } = await made.register({ client_name: `<script>alert("x")</script>` });
  const tab = browser(made);
  const first = await tab.visit(`${url}/auth/v1/oauth/authorize?${queryOf(id)}`);
  return { ...made, ...tab, id, first, page: await first.text() };
}

async function pageSessions(): Promise<number> {
  const sql = `select count(*) as "n" from "auth_sessions" where "not_after" is not null`;
  return Number((await env.DB.prepare(sql).first())?.n);
}

describe("the page of consent", () => {
  it("signs in, asks, and sends back to the client with a code; nobody stays signed in", async () => {
    const { first, page, submit, cookies } = await opened();
    expect(first.status).toBe(200);
    const policy = first.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://client.example;");
    expect(policy).not.toContain("unsafe");
    expect(page).not.toContain("<script>");
    expect(page).toContain("client.example");
    const wrong = await submit(page, { ...credentials, password: "wrong horse", action: "sign-in" });
    expect(wrong.status).toBe(401);
    const asked = await submit(await wrong.text(), { ...credentials, action: "sign-in" });
    expect(asked.status).toBe(200);
    const decision = await asked.text();
    expect(decision).toContain("See your e-mail address");
    expect(decision).toContain("ada@example.com");
    expect(await pageSessions()).toBe(1);
    const back = await submit(decision, { action: "approve" });
    expect(back.status).toBe(303);
    expect(back.headers.get("location")).toMatch(/^https:\/\/client\.example\/callback\?code=.+&state=a\+state&iss=/);
    expect(await pageSessions()).toBe(0);
    expect([...cookies.values()].join("")).toBe("");
  });

  it("tells the client that it was denied", async () => {
    const { page, submit } = await opened();
    const asked = await submit(page, { ...credentials, action: "sign-in" });
    const back = await submit(await asked.text(), { action: "deny" });
    expect(back.headers.get("location")).toContain("error=access_denied");
  });

  it("asks for the code of who has an authenticator app", async () => {
    const made = await opened();
    const { ask, userToken, submit, page, clock } = made;
    const json = { factor_type: "totp", friendly_name: "x" };
    const enrolled = (await ask("POST /factors", { token: userToken, json })).body as unknown as {
      readonly id: string;
      readonly totp: { readonly secret: string };
    };
    const challenged = (await ask(`POST /factors/${enrolled.id}/challenge`, { token: userToken })).body;
    const code = () => appCode(enrolled.totp.secret, clock.now());
    const answer = { challenge_id: challenged.id, code: await code() };
    expect((await ask(`POST /factors/${enrolled.id}/verify`, { token: userToken, json: answer })).status).toBe(200);
    const second = await submit(page, { ...credentials, action: "sign-in" });
    const codePage = await second.text();
    expect(codePage).toContain("authenticator app");
    expect((await submit(codePage, { action: "approve" })).status).toBe(200);
    clock.advanceSeconds(30);
    const wrong = await submit(codePage, { action: "prove", code: "000000" });
    expect(wrong.status).toBe(401);
    const asked = await submit(await wrong.text(), { action: "prove", code: await code() });
    const back = await submit(await asked.text(), { action: "approve" });
    expect(back.headers.get("location")).toContain("code=");
  });

  it.each([
    ["another site", { origin: "https://evil.example" }, {}],
    ["a page that hides where it is", { origin: "null" }, {}],
    ["another site of the same kind", { "sec-fetch-site": "same-site" }, {}],
    ["a form that the page has not made", {}, { form: "x" }],
  ])("takes no form of %s", async (_name, headers, fields) => {
    const { page, submit } = await opened();
    const asked = await submit(page, { ...credentials, action: "sign-in" });
    const refused = await submit(await asked.text(), { action: "approve", ...fields }, headers);
    expect(refused.status).toBe(403);
    expect((await submit(page, { ...credentials, action: "sign-in", ...fields }, headers)).status).toBe(403);
  });

  it("knows nobody by a cookie that it has not made, or after ten minutes", async () => {
    const { page, submit, cookies, clock } = await opened();
    const asked = await submit(page, { ...credentials, action: "sign-in" });
    const decision = await asked.text();
    const kept = cookies.get("__Host-perigee-consent") ?? "";
    cookies.set("__Host-perigee-consent", `${kept.slice(0, -2)}AA`);
    expect(await (await submit(decision, { action: "approve" })).text()).toContain("Password");
    cookies.set("__Host-perigee-consent", kept);
    clock.advanceSeconds(601);
    expect((await submit(decision, { action: "approve" })).status).toBe(404);
  });

  it("is not there for a request that is not, nor where the site has its own", async () => {
    const { visit } = await opened();
    expect((await visit(`${url}/auth/v1/oauth/consent?authorization_id=nothing`)).status).toBe(404);
    const made = await stage(
      { access: "user", dynamicRegistration: true, authorizationPath: "/connect" },
      { siteUrl: "https://app.example" },
    );
    const { id } = await made.register();
    const begun = await made.ask(`GET /oauth/authorize?${queryOf(id)}`);
    expect(begun.headers.get("location")).toMatch(/^https:\/\/app\.example\/connect\?authorization_id=/);
    expect((await made.ask("GET /oauth/consent?authorization_id=x")).status).toBe(404);
  });
});
