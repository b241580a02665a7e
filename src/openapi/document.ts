import type { AuthSettings } from "../auth/settings.ts";
import type { Limits } from "../engine/limits.ts";
import { type Functions, givesRows } from "../functions/compile.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { holdsEncrypted } from "../schema/model.ts";
import { authTag } from "./auth-operation.ts";
import { authPaths, authSchemas } from "./auth-paths.ts";
import { collectionPath } from "./collection-paths.ts";
import { functionPath, functionTag } from "./function-paths.ts";
import { filterParameters, filterSchema, parameterComponents } from "./parameters.ts";
import { errorSchema, failureComponents, headerComponents } from "./responses.ts";
import { mayAnything, type Rights, rightsOf, type Viewer } from "./rights.ts";
import { rowSchemas } from "./row-schemas.ts";

export interface DocumentOptions extends Viewer {
  /** The application's. */
  readonly name: string;
  readonly functions: Functions;
  readonly limits: Limits;
  readonly settings: AuthSettings;
}

/** OpenAPI 3.1 of what a role may use: nothing else is named in it. https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(options: DocumentOptions): JsonObject {
  const { model, policy, limits, settings, role } = options;
  const rights = new Map([...model.collections.values()].map((each) => [each.name, rightsOf(each, options)]));
  const usable = [...rights.values()].filter(mayAnything);
  const encrypts = [...model.collections.values()].some(holdsEncrypted);
  const reads = (collection: string, column: string): boolean =>
    rights.get(collection)?.reads?.some(({ name }) => name === column) === true;
  const functions = functionsOf(options, rights).map((fn) => ({ fn, ...functionPath(fn, limits) }));
  const paths = {
    ...Object.fromEntries(usable.map((each) => [pathOf(each.collection.name), collectionPath(each, limits)])),
    ...Object.fromEntries(functions.map(({ fn, path }) => [pathOf(`rpc/${fn.name}`), path])),
    ...Object.fromEntries(authPaths(settings, { role, encrypts })),
  };
  const schemas = [
    ...usable.flatMap((each) => {
      const filled = new Set(policy.defaults(each.collection.name).keys());
      return rowSchemas(each, { reads, filled });
    }),
    ...functions.flatMap(({ components }) => components),
  ];
  const filters = usable.flatMap((each) => filterParameters(each.collection.name, each.reads ?? []));
  const components = usedComponents(paths, {
    schemas: {
      ...Object.fromEntries(schemas),
      ...authSchemas,
      "error.body": errorSchema,
      "filter.value": filterSchema,
    },
    parameters: { ...parameterComponents, ...Object.fromEntries(filters) },
    responses: failureComponents,
    headers: headerComponents,
  });
  return {
    openapi: "3.1.1",
    ...frame(options.name, role),
    tags: tagsOf(usable, functions.length > 0),
    paths,
    components: { ...components, securitySchemes },
  };
}

/** Those that the role may call, and of whose rows it may read anything. */
function functionsOf(
  { functions, role }: DocumentOptions,
  rights: ReadonlyMap<string, Rights>,
): readonly (Functions extends ReadonlyMap<string, infer Each> ? Each : never)[] {
  return [...functions.values()].filter(({ admits, output }) => {
    if (!admits(role)) return false;
    if (!givesRows(output) || output.element !== null) return true;
    return (rights.get(output.collection.name)?.reads ?? null) !== null;
  });
}

function pathOf(name: string): string {
  return `/rest/v1/${name.split("/").map(encodeURIComponent).join("/")}`;
}

function frame(name: string, role: string): JsonObject {
  return {
    info: {
      title: name,
      version: "1",
      description:
        `What the role \`${role}\` may use. Data in PostgREST's dialect, identity in GoTrue's: supabase-js is a client. ` +
        "Without a key or token the caller is `anon`.",
      contact: { name },
    },
    servers: [
      { url: "/", description: "This server: local while it is developed, production elsewhere.", "x-internal": false },
    ],
    security: [{ apikey: [] }, { apikey: [], bearer: [] }],
  };
}

const securitySchemes: JsonObject = {
  apikey: {
    type: "apiKey",
    in: "header",
    name: "apikey",
    description: "A key of the project, `anon` or `service_role`.",
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An access token of `/auth/v1/token`, checked as RFC8725 asks; it ends with its session.",
  },
};

function tagsOf(usable: readonly Rights[], hasFunctions: boolean): readonly JsonObject[] {
  const tags = new Map(
    usable.map(({ collection }) => [
      collection.name,
      collection.description ?? `The ${collection.kind} ${collection.name}.`,
    ]),
  );
  const add = (name: string, description: string): unknown => tags.has(name) || tags.set(name, description);
  if (hasFunctions) add(functionTag, "Functions.");
  add(authTag, "Identity: sign-up, sessions, the user.");
  return [...tags]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, description]) => ({ name, description }));
}

type Components = Readonly<Record<string, JsonObject>>;

/** What the paths refer to, directly or through others; nothing that only somebody else may use stays. */
function usedComponents(paths: JsonObject, all: Components): Components {
  const used = new Set<string>();
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isJsonObject(value)) return;
    for (const [key, member] of Object.entries(value)) {
      if (key !== "$ref" || typeof member !== "string") visit(member);
      else if (!used.has(member)) {
        used.add(member);
        const [, , kind = "", name = ""] = member.split("/");
        visit(all[kind]?.[name] ?? null);
      }
    }
  };
  visit(paths);
  return Object.fromEntries(
    Object.entries(all).map(([kind, members]) => [
      kind,
      Object.fromEntries(Object.entries(members).filter(([name]) => used.has(`#/components/${kind}/${name}`))),
    ]),
  );
}
