import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildClientSchema, getIntrospectionQuery, printSchema } from "graphql";
import type { ConcreteRequest } from "relay-runtime";

/** The package has no types: it exports where the compiler for this system is, or null. */
const compiler: unknown = createRequire(import.meta.url)("relay-compiler");

type Headers = Readonly<Record<string, string>>;

/** What Relay's compiler makes of a client's documents. */
export interface Compiled {
  /** The document that is sent for a query or mutation of this name. */
  readonly request: (name: string) => Promise<ConcreteRequest>;
  /** By SHA-256: what the server has to know. */
  readonly documents: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/** Compiles documents against the schema that the server tells whom the headers name. Its `id` is `nodeId`, as pg_graphql has it. */
export async function compileRelay(url: string, headers: Headers, documents: string): Promise<Compiled> {
  if (typeof compiler !== "string") throw new Error("relay-compiler has no binary for this system");
  const folder = mkdtempSync(join(tmpdir(), "perigee-relay-"));
  const artifacts = join(folder, "made");
  mkdirSync(artifacts);
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(folder, "persisted.json"), "{}");
  writeFileSync(join(folder, "schema.graphql"), await sdlOf(url, headers));
  writeFileSync(join(folder, "src", "store.js"), `graphql\`${documents}\`;\n`);
  writeFileSync(
    join(folder, "relay.config.json"),
    JSON.stringify({
      src: "./src",
      schema: "./schema.graphql",
      language: "javascript",
      artifactDirectory: "./made",
      eagerEsModules: true,
      persistConfig: { file: "./persisted.json", algorithm: "SHA256" },
      schemaConfig: { nodeInterfaceIdField: "nodeId", nodeInterfaceIdVariableName: "nodeId" },
    }),
  );
  await promisify(execFile)(compiler, ["relay.config.json"], { cwd: folder });
  return {
    async request(name) {
      const made = await import(/* @vite-ignore */ pathToFileURL(join(artifacts, `${name}.graphql.js`)).href);
      return made.default;
    },
    documents: JSON.parse(readFileSync(join(folder, "persisted.json"), "utf8")),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function sdlOf(url: string, headers: Headers): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data }: { data: Parameters<typeof buildClientSchema>[0] } = await response.json();
  return printSchema(buildClientSchema(data));
}
