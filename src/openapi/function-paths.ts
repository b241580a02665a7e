import type { Limits } from "../engine/limits.ts";
import { type CompiledFunction, givesRows, type Parameter } from "../functions/compile.ts";
import type { JsonObject } from "../kernel/json.ts";
import { componentName, ref } from "./component-name.ts";
import { type AdoptedSchema, adoptSchema } from "./function-schema.ts";
import { isWord, parameter } from "./parameters.ts";
import { answer, failuresOf, rowsContent } from "./responses.ts";

export const functionTag = "rpc";

export interface FunctionPath {
  readonly path: JsonObject;
  readonly components: readonly (readonly [string, JsonObject])[];
}

/** The operations at `/rest/v1/rpc/<name>`; whether the role may call it is asked before. */
export function functionPath(fn: CompiledFunction, limits: Limits): FunctionPath {
  const name = componentName(fn.name);
  const input = adoptSchema(fn.input.schema, `rpc.${name}.input`);
  const output = outputOf(fn, `rpc.${name}.output`, limits);
  const get = fn.readOnly ? getParameters(fn, input.schema) : null;
  const shaping = givesRows(fn.output) ? ["select", "order", "limit", "offset", "prefer.read"].map(parameter) : [];
  const head = {
    tags: [functionTag],
    summary: `Calls ${fn.name}`,
    description: fn.description ?? `Calls \`${fn.name}\`.`,
  };
  const responses = { ...output.responses, ...failuresOf("403", "404", "406", "409", "413") };
  return {
    path: {
      post: {
        operationId: `call_${name}`,
        ...head,
        parameters: [...shaping, parameter("idempotencyKey")],
        ...(hasArguments(fn) ? { requestBody: { content: { "application/json": { schema: input.schema } } } } : {}),
        responses,
      },
      ...(get === null
        ? {}
        : { get: { operationId: `get_${name}`, ...head, parameters: [...get, ...shaping], responses } }),
    },
    components: [...input.components, ...output.components],
  };
}

function hasArguments({ input }: CompiledFunction): boolean {
  return input.kind === "body" || input.parameters.size > 0;
}

/** Arguments in the URL; null where one that is needed cannot stand there. */
function getParameters({ input }: CompiledFunction, { properties }: JsonObject): readonly JsonObject[] | null {
  if (input.kind === "body") return null;
  const all = [...input.parameters.values()];
  if (all.some(({ name, required }) => required && isWord(name))) return null;
  const schemas = new Map(Object.entries(Object(properties) as JsonObject));
  return all
    .filter(({ name }) => !isWord(name))
    .map((each) => argument(each, Object(schemas.get(each.name) ?? {}) as JsonObject));
}

function argument({ name, required, type }: Parameter, schema: JsonObject): JsonObject {
  const description = typeof schema.description === "string" ? schema.description : `The argument \`${name}\`.`;
  const isWhole = type.name === "json";
  return {
    name,
    in: "query",
    required,
    description,
    ...(isWhole ? { content: { "application/json": { schema } } } : { schema }),
  };
}

interface Answers {
  readonly responses: JsonObject;
  readonly components: AdoptedSchema["components"];
}

function outputOf(
  { output, media }: Pick<CompiledFunction, "output" | "media">,
  name: string,
  { maxRows }: Limits,
): Answers {
  if (output.kind === "void") return { responses: { 204: answer("Done.") }, components: [] };
  const { schema, components } =
    givesRows(output) && output.element === null
      ? { schema: ref("schemas", componentName(output.collection.name)), components: [] }
      : adoptSchema(output.element?.schema ?? {}, name);
  const most = givesRows(output) ? (output.collection.maxRows ?? maxRows) : maxRows;
  const json = { schema: output.kind === "values" ? { type: "array", items: schema, maxItems: most } : schema };
  const content = output.kind === "rows" ? rowsContent(schema, most) : { "application/json": json };
  const own = media === null ? {} : { [media]: { schema } };
  return { responses: { 200: answer("What it gives.", { content: { ...own, ...content } }) }, components };
}
