import { parseArgs } from "node:util";
import { apiKey } from "../src/auth/api-keys.ts";
import { serverUrl } from "./port.ts";
import { masterSecret } from "./secret.ts";

const usage = `npm run --silent keys > .env         the legacy keys, three lines and nothing else
npm run keys -- COMMAND [options]    asks the running server, in the service's name
  signing                           lists the signing keys
  rotate [--force]                  the standby key signs from now on; --force: however new it is
  revoke-signing KID                no token of the key is believed any more
  list                              lists the API keys
  create --name NAME [--type publishable|secret] [--role ROLE] [--expires TIME]
                                    makes an API key (secret) and prints it, once
  revoke ID                         revokes an API key
  data                              lists the keys of encrypted columns
  rotate-data                       a new key encrypts from now on; the others decrypt
  reencrypt [--adopt-clear]         encrypts with the new key what is encrypted with others, while the server runs; it may be
                                    stopped and started again. --adopt-clear: and what is in clear, in columns that were
  retire-data ID                    forgets a key that nothing is encrypted with
options
  --url URL                         where the server is (PERIGEE_URL, else http://127.0.0.1:PORT)
The secret is PERIGEE_SECRET of the environment, else of .dev.vars.`;

const options = {
  url: { type: "string" },
  force: { type: "boolean", default: false },
  name: { type: "string" },
  type: { type: "string", default: "secret" },
  role: { type: "string" },
  expires: { type: "string" },
  "adopt-clear": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, subject = ""] = positionals;
  if (values.help) console.log(usage);
  else if (command === undefined) await printLegacy();
  else if (command === "reencrypt") return reencrypt(values.url ?? serverUrl(), values["adopt-clear"]);
  else {
    const request = requestOf(command, subject, values);
    if (request === null) {
      console.error(usage);
      return 2;
    }
    return ask(values.url ?? serverUrl(), request);
  }
  return 0;
}

async function printLegacy(): Promise<void> {
  const secret = masterSecret();
  console.log(`PERIGEE_URL=${serverUrl()}`);
  console.log(`PERIGEE_ANON_KEY=${await apiKey("anon", secret)}`);
  console.log(`PERIGEE_SERVICE_KEY=${await apiKey("service_role", secret)}`);
}

interface AdminRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

interface Values {
  readonly force: boolean;
  readonly name?: string;
  readonly type: string;
  readonly role?: string;
  readonly expires?: string;
}

/** Null for an unknown command. */
function requestOf(command: string, subject: string, values: Values): AdminRequest | null {
  const { force, name = "", type, role, expires } = values;
  const body = { name, type, ...(role && { role }), ...(expires && { expires_at: new Date(expires).toISOString() }) };
  const requests: Readonly<Record<string, AdminRequest>> = {
    signing: { method: "GET", path: "signing-keys" },
    rotate: { method: "POST", path: "signing-keys/rotate", body: { force } },
    "revoke-signing": { method: "DELETE", path: `signing-keys/${encodeURIComponent(subject)}` },
    list: { method: "GET", path: "api-keys" },
    create: { method: "POST", path: "api-keys", body },
    revoke: { method: "DELETE", path: `api-keys/${encodeURIComponent(subject)}` },
    data: { method: "GET", path: "data-keys" },
    "rotate-data": { method: "POST", path: "data-keys/rotate" },
    "retire-data": { method: "DELETE", path: `data-keys/${encodeURIComponent(subject)}` },
  };
  return Object.hasOwn(requests, command) ? (requests[command] ?? null) : null;
}

/** Page by page: each is a request of its own, and what one has done stays done. */
async function reencrypt(url: string, adoptClear: boolean): Promise<number> {
  let [rows, failed] = [0, 0];
  for (let after: unknown = null; ; ) {
    const body = { after, adopt_clear: adoptClear };
    const { ok, status, text } = await send(url, { method: "POST", path: "data-keys/reencrypt", body });
    if (!ok) {
      console.error(`${status} ${text}`);
      return 1;
    }
    const page: { readonly rows: number; readonly failed: number; readonly after: unknown } = JSON.parse(text);
    rows += page.rows;
    failed += page.failed;
    after = page.after;
    if (after === null) break;
  }
  console.log(`${rows} rows encrypted anew`);
  if (failed === 0) return 0;
  console.error(`${failed} rows hold a value that does not open, and stay as they are`);
  return 1;
}

async function ask(url: string, request: AdminRequest): Promise<number> {
  const { ok, status, text } = await send(url, request);
  if (ok) console.log(JSON.stringify(JSON.parse(text), null, 2));
  else console.error(`${status} ${text}`);
  return ok ? 0 : 1;
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

async function send(url: string, { method, path, body }: AdminRequest): Promise<Answer> {
  const authorization = `Bearer ${await apiKey("service_role", masterSecret())}`;
  const response = await fetch(new URL(`/auth/v1/admin/${path}`, url), {
    method,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`No server answers at ${url}: start it, or say where it is by --url or PERIGEE_URL`, { cause });
  });
  return { ok: response.ok, status: response.status, text: await response.text() };
}
