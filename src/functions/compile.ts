import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type * as z from "zod";
import { serviceRole } from "../kernel/principal.ts";
import { compileRoles, type RoleDefinitions, type Roles } from "../rules/roles.ts";
import { DefinitionError } from "../schema/definition-error.ts";
import type { Collection, Model } from "../schema/model.ts";
import { type FunctionDefinition, type Input, isBody } from "./define.ts";
import { type JsonSchema, jsonSchema } from "./json-schema.ts";
import { recordCollection } from "./record.ts";
import type { Returns } from "./returns.ts";
import { type ValueType, valueType } from "./value-type.ts";

/** The functions of an application, by name. */
export type Functions = ReadonlyMap<string, CompiledFunction>;

export interface CompiledFunction
  extends Pick<FunctionDefinition, "name" | "description" | "readOnly" | "runs" | "accept"> {
  readonly input: CompiledInput;
  readonly output: Output;
  /** In lower case; of text alone. */
  readonly media: string | null;
  /** Whether the role may call it: one of those declared, one that extends them, the service's. */
  readonly admits: (role: string) => boolean;
}

export type CompiledInput =
  /** A function without arguments has no parameters. */
  | { readonly kind: "named"; readonly parameters: ReadonlyMap<string, Parameter>; readonly schema: JsonSchema }
  | { readonly kind: "body"; readonly type: ValueType; readonly schema: JsonSchema };

export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly type: ValueType;
}

export type Output =
  | { readonly kind: "void" }
  | { readonly kind: "value" | "values"; readonly element: Checked }
  | RowOutput;

export interface RowOutput {
  readonly kind: "row" | "rows";
  /** A collection of the application, or one made from a schema of objects. */
  readonly collection: Collection;
  /** Null: the rows are the collection's own. */
  readonly element: Checked | null;
}

export function givesRows(output: Output): output is RowOutput {
  return output.kind === "row" || output.kind === "rows";
}

/** Text, or any number of them. */
export function givesText(output: Output): boolean {
  return (output.kind === "value" || output.kind === "values") && output.element.type.name === "text";
}

/** What values must be. */
export interface Checked {
  readonly schema: JsonSchema;
  readonly type: ValueType;
  readonly parse: z.ZodType;
}

/** @throws DefinitionError naming the function and the mend */
export function compileFunctions(
  model: Model,
  definitions: readonly FunctionDefinition[],
  roleDefinitions: RoleDefinitions,
): Functions {
  const roles = compileRoles(roleDefinitions);
  const functions = new Map<string, CompiledFunction>();
  for (const definition of definitions) {
    const { name } = definition;
    const where = `function ${name}`;
    if (!/^[\p{L}_][\p{L}\p{N}_$-]{0,62}$/u.test(name)) {
      throw new DefinitionError(where, "its name is none", "Use letters, digits and _, at most 63 of them");
    }
    if (functions.has(name)) throw new DefinitionError(where, "it is declared twice", "Rename one");
    const { description, readOnly, runs, accept } = definition;
    const output = guarded(where, "returns", () => compileOutput(definition, model));
    functions.set(name, {
      name,
      description,
      readOnly,
      runs,
      accept,
      input: guarded(where, "input", () => compileInput(definition.input)),
      output,
      media: mediaOf(where, definition.media, output),
      admits: admission(definition, roles),
    });
  }
  return functions;
}

/** What zod cannot write as a JSON Schema is the definition's fault. */
function guarded<T>(where: string, part: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new DefinitionError(where, `its ${part} has no JSON Schema (${problem})`, "Use what JSON can hold");
  }
}

function compileInput(input: Input): CompiledInput {
  if (input === undefined) return { kind: "named", parameters: new Map(), schema: { type: "object", properties: {} } };
  if (isBody(input)) {
    const schema = jsonSchema(input.schema, "input");
    return { kind: "body", type: valueType(schema), schema };
  }
  const schema = jsonSchema(input, "input");
  const required = new Set(schema.required ?? []);
  const parameters = Object.entries(schema.properties ?? {}).map(([name, property]): [string, Parameter] => [
    name,
    { name, required: required.has(name), type: valueType(property) },
  ]);
  return { kind: "named", parameters: new Map(parameters), schema };
}

function compileOutput({ name, returns }: FunctionDefinition, model: Model): Output {
  if (returns === undefined) return { kind: "void" };
  if (isRows(returns))
    return { kind: returns.kind, collection: collectionOf(model, returns.table, name), element: null };
  const many = isSet(returns);
  const parse = many ? returns.element : returns;
  const schema = jsonSchema(parse, "output");
  const element: Checked = { schema, type: valueType(schema), parse };
  const collection = schema.type === "object" ? recordCollection(name, schema) : null;
  if (collection !== null) return { kind: many ? "rows" : "row", collection, element };
  return { kind: many ? "values" : "value", element };
}

const mediaType = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;

function mediaOf(where: string, media: string | null, output: Output): string | null {
  if (media === null) return null;
  const type = media.toLowerCase();
  if (!mediaType.test(type))
    throw new DefinitionError(where, `"${media}" is no media type`, 'Write it like "text/html"');
  if (!givesText(output))
    throw new DefinitionError(where, `it is sent as ${media} but gives no text`, "Return z.string()");
  return type;
}

function isRows(returns: NonNullable<Returns>): returns is Extract<Returns, { readonly kind: "rows" | "row" }> {
  return "kind" in returns && (returns.kind === "rows" || returns.kind === "row");
}

function isSet(returns: NonNullable<Returns>): returns is Extract<Returns, { readonly kind: "set" }> {
  return "kind" in returns && returns.kind === "set";
}

function collectionOf(model: Model, table: SQLiteTable, name: string): Collection {
  const found = model.collections.get(getTableName(table));
  if (found !== undefined) return found;
  throw new DefinitionError(`function ${name}`, `it returns rows of ${getTableName(table)}`, "Add collection() for it");
}

function admission({ name, access }: FunctionDefinition, roles: Roles): (role: string) => boolean {
  for (const role of access) {
    if (!roles.has(role) && role !== serviceRole) {
      const known = [...roles.keys()].join(", ");
      throw new DefinitionError(`function ${name}`, `role "${role}" does not exist`, `Use one of: ${known}`);
    }
  }
  return (role) => role === serviceRole || access.some((allowed) => roles.get(role)?.has(allowed) === true);
}
