import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, startServer } from "./server.ts";

// The README is run as it stands: what it shows is what a reader gets.

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const run = promisify(execFile);

let server: Server;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server?.stop();
});

/** The fenced blocks of a language. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    (found) => found[1] ?? "",
  );
}

describe("the README", () => {
  it("has a tour that runs without a change", async () => {
    const tour = blocks("ts").find((block) => block.includes("createClient")) ?? "";
    expect(tour).not.toBe("");
    // Inside the repository, so that the client is found; `.perigee` is nobody's to commit.
    const folder = join(root, ".perigee", `readme-${process.pid}`);
    const file = join(folder, "tour.mjs");
    const afterwards = `
      const refused = await fetch(\`\${process.env.PERIGEE_URL}/rest/v1/articles?select=id&limit=1\`, {
        headers: { apikey: process.env.PERIGEE_ANON_KEY, authorization: \`Bearer \${who.session.access_token}\` },
      });
      console.log(JSON.stringify({ articles, comment, trending, status: refused.status }));`;
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(file, tour + afterwards);
      const env = { ...process.env, PERIGEE_URL: server.url, PERIGEE_ANON_KEY: server.anonKey };
      const { stdout } = await run(process.execPath, [file], { cwd: root, env });
      // What the tour itself shows comes first.
      const lines = stdout.trim().split("\n");
      expect(lines.length).toBeGreaterThan(1);
      const result = JSON.parse(lines.at(-1) ?? "");
      expect(result.articles).toHaveLength(10);
      expect(result.articles[0]).toMatchObject({
        title: expect.any(String),
        author: { display_name: expect.any(String) },
      });
      expect(result.comment).toMatchObject({ body: "I read this twice.", author: { display_name: "You" } });
      expect(result.trending[0]).toMatchObject({ title: expect.any(String) });
      expect(result.status).toBe(401);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("has requests that answer", async () => {
    const requests = [...readme.matchAll(/^curl '(http:\/\/127\.0\.0\.1:8787[^']*)'$/gm)].map(
      (found) => found[1] ?? "",
    );
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      const response = await fetch(request.replace("http://127.0.0.1:8787", server.url));
      expect(response.status, request).toBe(200);
      expect(await response.json(), request).not.toEqual([]);
    }
  });

  it("has links that lead somewhere", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((found) => found[1] ?? "");
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  it("names scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)].map((found) => found[1] ?? "");
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe("the contract", () => {
  it("tells anybody its contract, and each role what it may use", async () => {
    const document = async (key: string): Promise<{ paths: Record<string, Record<string, unknown>> }> => {
      const response = await fetch(`${server.url}/openapi.json`, { headers: key === "" ? {} : { apikey: key } });
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("private, no-cache");
      return response.json() as Promise<{ paths: Record<string, Record<string, unknown>> }>;
    };
    const anybody = await document("");
    expect(Object.keys(anybody.paths["/rest/v1/articles"] ?? {})).toEqual(["get"]);
    expect(JSON.stringify(anybody)).not.toContain("editor_notes");
    const service = await document(server.serviceKey);
    expect(Object.keys(service.paths["/rest/v1/articles"] ?? {})).toEqual(["get", "post", "put", "patch", "delete"]);
    const author = await fetch(`${server.url}/auth/v1/token?grant_type=password`, {
      method: "POST",
      body: JSON.stringify({ email: "author@perigee.example", password: "perigee-demo" }),
    });
    const { access_token: token } = (await author.json()) as { readonly access_token: string };
    expect(Object.keys((await document(token)).paths["/rest/v1/articles"] ?? {})).toContain("post");
    const auth = { authorization: `Bearer ${token}`, apikey: server.anonKey };
    expect((await fetch(`${server.url}/auth/v1/logout`, { method: "POST", headers: auth })).status).toBe(204);
    for (const path of ["/openapi.json", "/rest/v1/"]) {
      expect([path, (await fetch(`${server.url}${path}`, { headers: auth })).status]).toEqual([path, 401]);
    }
    expect((await fetch(`${server.url}/openapi.json`, { headers: { apikey: "none" } })).status).toBe(401);
    const root = await fetch(`${server.url}/rest/v1/`, { headers: { apikey: server.anonKey } });
    expect(root.headers.get("content-type")).toBe("application/openapi+json; charset=utf-8");
    expect(await root.json()).toEqual(anybody);
  });

  it("shows the contract in a browser, from its own origin alone", async () => {
    const page = await fetch(`${server.url}/docs`);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const policy = page.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy).not.toContain("unsafe-eval");
    const html = await page.text();
    const linked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
    expect(linked).toEqual(["data:,", "/docs/style.css", "/docs/reference.js", "/docs/start.js"]);
    for (const address of linked.slice(1)) {
      const file = await fetch(`${server.url}${address}`);
      expect([address, file.status]).toEqual([address, 200]);
      expect(file.headers.get("content-type")).toMatch(address.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      const bytes = (await file.arrayBuffer()).byteLength;
      expect(bytes).toBeGreaterThan(address.endsWith("reference.js") ? 1_000_000 : 100);
    }
    // The worker answers before any file does: of files there is nothing but those of the page.
    for (const path of ["/docs/index.html", "/docs/other.js", "/.gitignore", "/docs/../wrangler.toml"]) {
      expect([path, (await fetch(`${server.url}${path}`)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${server.url}/docs`, { method: "POST" })).status).toBe(405);
  });
});
