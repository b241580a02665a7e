import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, findChromium, type Page, startChromium } from "../e2e/chromium.ts";
import { type Server, startServer } from "../e2e/server.ts";

// GraphiQL as a person has it: a real browser opens the address of a server that was started as the README says.

const chromium = findChromium();
const isRequired = process.env.PERIGEE_BROWSER === "required";
if (chromium === null && !isRequired) {
  console.warn("GraphiQL in a browser: skipped, because neither CHROMIUM_PATH nor PATH has a Chromium");
}

let server: Server;
let browser: Browser;
let page: Page;

async function start(): Promise<void> {
  if (chromium === null) throw new Error("no Chromium, though PERIGEE_BROWSER=required");
  server = await startServer();
  browser = await startChromium(chromium);
  page = await browser.open(`${server.url}/graphql/v1`);
  await shows(`document.querySelector(".graphiql-execute-button") !== null`);
}

/** Until the expression is true in the page. */
async function shows(expression: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > deadline)
      throw new Error(`not true: ${expression}\n${await page.evaluate("document.body.innerText")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const editor = (place: string): string => `document.querySelector("${place} .CodeMirror").CodeMirror`;
const queryEditor = editor(".graphiql-query-editor");
/** While an operation is under way its button stops it. */
const isIdle = `document.querySelector('.graphiql-execute-button[aria-label^="Execute"]') !== null`;
const answer = `${editor(".result-window")}.getValue()`;

/** Types a document and presses the button, and gives what is then shown. */
async function ask(document: string, words: string): Promise<Record<string, unknown>> {
  await page.evaluate(`${queryEditor}.setValue(${JSON.stringify(document)})`);
  await shows(isIdle);
  await page.evaluate(`document.querySelector(".graphiql-execute-button").click()`);
  await shows(
    `(document.querySelector(".result-window .CodeMirror") !== null && ${answer}.includes(${JSON.stringify(words)}))`,
  );
  return JSON.parse(await page.evaluate<string>(answer));
}

async function typeHeaders(headers: Readonly<Record<string, string>>): Promise<void> {
  const typed = JSON.stringify(JSON.stringify(headers));
  // The last tool is the one for headers.
  await page.evaluate(
    `[...document.querySelectorAll(".graphiql-editor-tool .CodeMirror")].at(-1).CodeMirror.setValue(${typed})`,
  );
}

/** To the newsletter, as the service. */
async function subscribe(email: string): Promise<void> {
  const response = await fetch(`${server.url}/rest/v1/newsletter_subscriptions`, {
    method: "POST",
    headers: { apikey: server.serviceKey, "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  expect(response.status).toBe(201);
}

describe.skipIf(chromium === null && !isRequired)("GraphiQL in Chromium", () => {
  beforeAll(start, 240_000);
  afterAll(async () => {
    await browser?.stop();
    await server?.stop();
  });

  it("is made of what the server itself serves, under its content security policy", async () => {
    const loaded = await page.evaluate<string[]>(
      `performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.startsWith("data:"))`,
    );
    expect(loaded.length).toBeGreaterThanOrEqual(7);
    expect(loaded.filter((name) => !name.startsWith(`${server.url}/`))).toEqual([]);
    const blocked = await page.evaluate<string>(
      `new Promise((resolve) => {
         document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective));
         fetch("https://elsewhere.example/").catch(() => setTimeout(() => resolve("nothing"), 2_000));
       })`,
    );
    expect(blocked).toBe("connect-src");
  });

  it("answers a document that somebody types", async () => {
    const { data } = await ask("{ articlesCollection(first: 2) { edges { node { title } } } }", "articlesCollection");
    expect(data).toMatchObject({ articlesCollection: { edges: [{ node: { title: expect.any(String) } }, {}] } });
  });

  it("shows the schema of whoever asks", async () => {
    await page.evaluate(`document.querySelector('button[aria-label="Show Documentation Explorer"]').click()`);
    await shows(`document.querySelector(".graphiql-doc-explorer")?.innerText.includes("Query") === true`);
  });

  it("underlines what the schema does not have", async () => {
    await page.evaluate(`${queryEditor}.setValue("{ nothingOfTheKind }")`);
    await shows(`document.querySelector(".graphiql-query-editor .CodeMirror-lint-mark-error") !== null`);
  });

  it("shows why something is refused", async () => {
    const { errors } = await ask("{ nothingOfTheKind }", "GRAPHQL_VALIDATION_FAILED");
    expect(errors).toHaveLength(1);
  });

  it("follows a subscription as whoever the headers say, until it is stopped", async () => {
    const question = "subscription { newsletterSubscriptionsCollection { totalCount edges { node { email } } } }";
    expect((await ask(question, "errors")).errors).toMatchObject([
      { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
    ]);
    await typeHeaders({ apikey: server.serviceKey });
    const { data } = await ask(question, "totalCount");
    expect(data).toMatchObject({ newsletterSubscriptionsCollection: { totalCount: expect.any(Number) } });
    await subscribe("first@perigee.example");
    await shows(`${answer}.includes("first@perigee.example")`);
    await page.evaluate(`document.querySelector(".graphiql-execute-button").click()`);
    await shows(isIdle);
    await subscribe("second@perigee.example");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await page.evaluate<string>(answer)).not.toContain("second@perigee.example");
  });

  it("asks as the headers say", async () => {
    const question = `{ __type(name: "Mutation") { name } }`;
    expect((await ask(question, "__type")).data).toEqual({ __type: { name: "Mutation" } });
    await typeHeaders({ apikey: "no key at all", authorization: "Bearer no.token.atall" });
    const { errors } = await ask("{ __typename }", "errors");
    expect(errors).toMatchObject([{ extensions: { code: "PGRST301" } }]);
  });

  it("keeps the question beyond the page, and no header of any", async () => {
    // GraphiQL keeps what was typed half a second after the last key.
    await shows(`localStorage.getItem("graphiql:query") === "{ __typename }"`);
    const kept = await page.evaluate<Record<string, string>>("({ ...localStorage, ...sessionStorage })");
    expect(Object.keys(kept)).toContain("graphiql:query");
    expect(JSON.stringify(kept)).not.toContain("no.token.atall");
  });
});
