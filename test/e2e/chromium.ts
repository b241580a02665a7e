import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The browser of this machine, or null. `CHROMIUM_PATH` names one that has another name. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Browser {
  /** A page of its own, with none of another's storage or authenticators. */
  readonly open: (url: string) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

export interface Page {
  /** What the expression gives, awaited, as JSON. Throws what it throws. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** A command of the DevTools protocol, for this page. */
  readonly send: Send;
  /** Events of the DevTools protocol, for this page. */
  readonly on: (method: string, handle: Handle) => void;
  readonly close: () => Promise<void>;
}

type Handle = (params: Readonly<Record<string, unknown>>) => void;

type Send = <T>(method: string, params?: Readonly<Record<string, unknown>>) => Promise<T>;

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--remote-debugging-port=0",
];

/** A headless browser, spoken to in the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/ */
export async function startChromium(path: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "perigee-chromium-"));
  const child = spawn(path, [...flags, `--user-data-dir=${profile}`], { stdio: ["ignore", "ignore", "pipe"] });
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const connection = await connect(await debuggerAddress(child));
    return {
      open: (url) => openPage(connection, url),
      stop: async () => {
        connection.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill("SIGKILL");
  await closed;
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`the browser does not listen:\n${text}`)), 60_000);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`the browser ended with ${code}:\n${text}`)));
    child.stderr?.on("data", (chunk) => {
      text += String(chunk);
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

interface Connection {
  readonly send: (sessionId: string | null) => Send;
  readonly on: (sessionId: string, method: string, handle: Handle) => void;
  readonly close: () => void;
}

interface Reply {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`no connection to ${address}`)));
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  const handlers = new Map<string, Handle>();
  socket.addEventListener("message", ({ data }) => {
    const reply: Reply = JSON.parse(String(data));
    if (reply.id === undefined) {
      handlers.get(`${reply.sessionId} ${reply.method}`)?.(reply.params ?? {});
      return;
    }
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let last = 0;
  return {
    send: (sessionId) => async (method, params) => {
      last += 1;
      const id = last;
      const answered = new Promise<Reply>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params: params ?? {}, ...(sessionId === null ? {} : { sessionId }) }));
      const { result, error } = await answered;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result as never;
    },
    on: (sessionId, method, handle) => void handlers.set(`${sessionId} ${method}`, handle),
    close: () => socket.close(),
  };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string }; readonly text: string };
}

async function openPage(connection: Connection, url: string): Promise<Page> {
  const root = connection.send(null);
  const { browserContextId } = await root<{ browserContextId: string }>("Target.createBrowserContext");
  const { targetId } = await root<{ targetId: string }>("Target.createTarget", { url, browserContextId });
  const attached = await root<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
  const send = connection.send(attached.sessionId);
  const evaluate = async <T>(expression: string): Promise<T> => {
    const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails: failed } = await send<Evaluated>("Runtime.evaluate", asked);
    if (failed !== undefined) throw new Error(failed.exception?.description ?? failed.text);
    return result.value as T;
  };
  // An embedded page does not wait for its target: the document may still be the empty one.
  const loaded = `location.href !== "about:blank" && document.readyState === "complete"`;
  while (!(await evaluate<boolean>(loaded))) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    evaluate,
    send,
    on: (method, handle) => connection.on(attached.sessionId, method, handle),
    close: async () => void (await root("Target.disposeBrowserContext", { browserContextId })),
  };
}
