import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { apiKey } from "../src/auth/api-keys.ts";
import type { App } from "../src/define.ts";
import { banner } from "./banner.ts";
import { loadApp } from "./db/load-app.ts";
import { serve } from "./dev-server.ts";
import { defaultState, hasRows, loadDemo, migrateLocal } from "./local-database.ts";
import { isFree, localPort } from "./port.ts";
import { localSecret } from "./secret.ts";

/** `npm start [-- --persist-to DIR]`, `PORT=…`: everything that a laptop needs, from nothing to a running server. */
try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start(): Promise<number> {
  const { values } = parseArgs({ options: { "persist-to": { type: "string", default: defaultState } } });
  const state = values["persist-to"];
  const port = localPort();
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 1} npm start`);
  }
  const anonKey = await apiKey("anon", localSecret());
  const app = await loadApp("src/app/app.ts");
  console.log("Preparing the local database …");
  await migrateLocal(state);
  const demo = await prepareDemo(state);
  const url = `http://127.0.0.1:${port}`;
  return serve({ port, state }, () =>
    console.log(banner({ app, url, anonKey, demo, readable: readableCollection(app) })),
  );
}

// Told here and not taken from the modules: an application without a demo must compile too.
interface DemoStatements {
  readonly demoStatements: Parameters<typeof loadDemo>[0];
}

interface DemoAccounts {
  readonly demoPassword: string;
}

/** The demo's accounts; loads its content where the database is empty. An application without a demo has none. */
async function prepareDemo(state: string): Promise<{ mails: string; password: string } | null> {
  if (!existsSync("src/app/demo/statements.ts")) return null;
  const { demoStatements } = await demoModule<DemoStatements>("statements");
  const { demoPassword } = await demoModule<DemoAccounts>("accounts");
  if (!(await hasRows(state))) {
    console.log("Loading the demo content …");
    await loadDemo(demoStatements, state);
  }
  return { mails: "reader@, author@, editor@ and admin@perigee.example", password: demoPassword };
}

function demoModule<Module>(name: string): Promise<Module> {
  return import(pathToFileURL(resolve(`src/app/demo/${name}.ts`)).href);
}

function readableCollection(app: App): string | null {
  const open = app.rules.filter((rules) => rules.select.some((grant) => grant.roles.includes("anon")));
  return (open.find((rules) => rules.collection === "articles") ?? open[0])?.collection ?? null;
}
