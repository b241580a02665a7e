/** The table "Layers: who may import whom" of DESIGN.md, as data. */
export interface Layer {
  readonly level: number;
  readonly folder: string;
  /** Folders, and single files where no more of a folder is meant. */
  readonly mayImport: readonly string[];
}

const level0 = ["kernel"];
const level1 = [...level0, "schema", "sql", "wire"];
const level2 = [...level1, "query"];
const level3 = [...level2, "rules"];
const level4 = [...level3, "plan", "changes"];
const level5 = [...level4, "engine", "encryption", "auth", "automation", "insight", "idempotency", "functions", "live"];
const surfaces = ["rest", "gotrue", "graphql", "realtime", "openapi", "storage", "mcp", "admin"];

/** In several files: the definition, bindings, services, identity, what signing up adds, objects. */
const composition = [
  "secrets.ts",
  "compiled.ts",
  "compose.ts",
  "service.ts",
  "provision.ts",
  "identity.ts",
  "objects.ts",
  "outbox.ts",
  "sockets.ts",
];

export const layers: readonly Layer[] = [
  { level: 0, folder: "kernel", mayImport: [] },
  { level: 1, folder: "schema", mayImport: level0 },
  { level: 1, folder: "sql", mayImport: level0 },
  { level: 1, folder: "wire", mayImport: level0 },
  { level: 2, folder: "query", mayImport: ["kernel", "schema"] },
  { level: 3, folder: "rules", mayImport: level2 },
  { level: 4, folder: "plan", mayImport: level3 },
  { level: 4, folder: "changes", mayImport: level1 },
  { level: 5, folder: "engine", mayImport: level4 },
  { level: 5, folder: "auth", mayImport: ["kernel", "wire", "sql"] },
  { level: 5, folder: "idempotency", mayImport: level1 },
  { level: 5, folder: "encryption", mayImport: [...level4, "engine", "idempotency"] },
  { level: 5, folder: "automation", mayImport: level4 },
  { level: 5, folder: "insight", mayImport: level4 },
  { level: 5, folder: "functions", mayImport: [...level4, "engine"] },
  { level: 5, folder: "live", mayImport: [...level4, "engine"] },
  ...surfaces.map((folder) => ({ level: 6, folder, mayImport: level5 })),
  { level: 7, folder: "http", mayImport: [...level5, ...surfaces] },
  // The rim implements what others ask for, in the words of their ports; a statement is one of those words.
  {
    level: 8,
    folder: "platform",
    mayImport: ["kernel", "sql", ...[...level5, ...surfaces].map((folder) => `${folder}/ports.ts`)],
  },
  // Types alone: `define.ts` describes an application and runs none of it.
  { level: 8, folder: "define.ts", mayImport: [...level5, "graphql/define.ts"] },
  {
    level: 9,
    folder: "app",
    mayImport: [
      "define.ts",
      "functions/change.ts",
      "functions/db.ts",
      "functions/define.ts",
      "functions/fail.ts",
      "functions/returns.ts",
      "schema/collection.ts",
      "schema/columns.ts",
      "schema/encrypted.ts",
      "rules/assurance.ts",
      "graphql/define.ts",
      "live/channels/define.ts",
      "rules/condition.ts",
      "rules/grant.ts",
      "rules/roles.ts",
    ],
  },
  { level: 9, folder: "client", mayImport: ["kernel", "wire", "schema"] },
  ...composition.map((folder) => ({
    level: 10,
    folder,
    mayImport: [...level5, ...surfaces, "http", "platform", "define.ts", ...composition],
  })),
  { level: 11, folder: "worker.ts", mayImport: ["app", "compose.ts", "platform"] },
];

/** The only folder that names them; `waitUntil` too. */
export const platformNames: RegExp =
  /^(?:D1[A-Z]\w*|KVNamespace|DurableObject\w*|Queue|MessageBatch|R2[A-Z]\w*|waitUntil)$/;

/** Folders that take clock, chance and the network as arguments, and know no `this`. */
export const pureFolders: readonly string[] = ["query", "rules", "plan", "sql"];

/** What composes the worker stays short enough to be read at a glance. */
export const shortFiles: readonly string[] = ["worker.ts", "compose.ts", "service.ts"];
export const maxShortLines = 80;
export const maxLines = 400;
export const maxFunctionLines = 60;

/** A name says what lives there. */
export const forbiddenNames: ReadonlySet<string> = new Set(["utils", "util", "helpers", "helper", "common", "types"]);
