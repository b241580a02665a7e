import {
  GraphQLInt,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from "graphql";
import { isJsonObject, type Json } from "../kernel/json.ts";
import { readIdentity } from "../plan/identity.ts";
import { argumentsOf } from "./compiling.ts";
import type { GraphError } from "./errors.ts";
import { type Picked, pickFields, type Source } from "./fields.ts";
import { isRecord } from "./given.ts";
import type { Graph } from "./meaning.ts";
import type { Prepared } from "./prepare.ts";
import type { Executed } from "./runner.ts";

/** Ten digits. Written out, V8 skips what cannot be their end: 40,000 characters in some 10 µs, a fifth of what `wide` takes. */
const long = /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/;

/** A number outside of 32 bits somewhere in JSON, or a text that looks like one. */
const wide = /[:,[]-?(?:[3-9][0-9]|2[1-9]|[0-9]{3})[0-9]{8}/;

/**
 * Columns hold integers that `Int` does not: such a value is an error, and null, which goes up to what may be null.
 * https://spec.graphql.org/October2021/#sec-Int, #sec-Handling-Field-Errors
 *
 * The text of an answer without such numbers stays as it is.
 */
export function withinInt(executed: Executed, prepared: Prepared, graph: Graph): Executed {
  if (prepared.operation.narrow.length === 0 || !holdsWide(executed.data)) return executed;
  const { valid, variables, node } = prepared;
  const type = graph.schema.getRootType(node.operation);
  if (type == null) return executed;
  const errors: GraphError[] = [];
  const walk: Walk = { graph, source: { fragments: valid.fragments, variables }, errors, picked: new Map() };
  const asked = { sets: [node.selectionSet], path: [], concrete: null };
  const data = objectWithin(JSON.parse(executed.data), type, asked, walk);
  if (errors.length === 0) return executed;
  return { data: JSON.stringify(data), errors: [...executed.errors, ...errors] };
}

function holdsWide(data: string): boolean {
  return long.test(data) && wide.test(data);
}

interface Walk {
  readonly graph: Graph;
  readonly source: Source;
  readonly errors: GraphError[];
  /** What is asked of each row of a list is the same. */
  readonly picked: Map<readonly SelectionSetNode[], Map<GraphQLObjectType, readonly Picked[]>>;
}

type Path = readonly (string | number)[];

interface Asked {
  readonly sets: readonly SelectionSetNode[];
  readonly path: Path;
  /** Which of its types something of several is, by its place in a list. */
  readonly concrete: ((at: number) => GraphQLObjectType | undefined) | null;
}

/** In the place of a value that is null and may not be. */
const missing: unique symbol = Symbol("missing");
type Within = Json | typeof missing;

function valueWithin(json: Json, type: GraphQLOutputType, asked: Asked, walk: Walk): Within {
  if (json === null) return null;
  if (isNonNullType(type)) return valueWithin(json, type.ofType, asked, walk) ?? missing;
  if (isListType(type)) {
    if (!Array.isArray(json)) return json;
    const items = json.map((item: Json, index) =>
      valueWithin(item, type.ofType, { ...asked, path: [...asked.path, index] }, walk),
    );
    return items.every((item) => item !== missing) ? items : null;
  }
  if (isObjectType(type)) return objectWithin(json, type, asked, walk);
  if (isAbstractType(type)) {
    const found = asked.concrete?.(Number(asked.path.at(-1)));
    return found === undefined ? json : objectWithin(json, found, asked, walk);
  }
  if (type !== GraphQLInt || isInt(json)) return json;
  walk.errors.push({
    message: `Int cannot represent non 32-bit signed integer value: ${JSON.stringify(json)}`,
    path: asked.path,
    extensions: { code: "22003" },
  });
  return null;
}

function isInt(json: Json): boolean {
  return typeof json === "number" && Number.isInteger(json) && json >= -(2 ** 31) && json < 2 ** 31;
}

function objectWithin(json: Json, type: GraphQLObjectType, { sets, path }: Asked, walk: Walk): Json {
  if (!isJsonObject(json)) return json;
  const entries: [string, Json][] = [];
  let isWhole = true;
  for (const picked of pickedOf(type, sets, walk)) {
    const { key, name } = picked;
    const value = json[key] ?? null;
    const declared = type.getFields()[name]?.type;
    const asked = { sets: picked.sets, path: [...path, key], concrete: concreteOf(type, picked, walk) };
    const within = declared === undefined ? value : valueWithin(value, declared, asked, walk);
    if (within === missing) isWhole = false;
    else entries.push([key, within]);
  }
  return isWhole ? Object.fromEntries(entries) : null;
}

function pickedOf(type: GraphQLObjectType, sets: Asked["sets"], { picked, source }: Walk): readonly Picked[] {
  const byType = picked.get(sets) ?? new Map<GraphQLObjectType, readonly Picked[]>();
  const found = byType.get(type) ?? pickFields(type, sets, source);
  byType.set(type, found);
  picked.set(sets, byType);
  return found;
}

/** What is of several types is named by an argument: `node` by its id, `_entities` by what represents them. */
function concreteOf(type: GraphQLObjectType, { name, node }: Picked, { graph, source }: Walk): Asked["concrete"] {
  const kind = graph.output.get(`${type.name}.${name}`)?.kind;
  if (kind !== "node" && kind !== "entities") return null;
  const given = argumentsOf(type, node, source.variables);
  return (at) => {
    if (kind === "node") {
      const identity = readIdentity(String(given.get("nodeId")?.find(source.variables)));
      return graph.types.get(identity?.tag ?? "");
    }
    const all = given.get("representations")?.find(source.variables);
    const each: unknown = Array.isArray(all) ? all[at] : all;
    const found = isRecord(each) ? graph.schema.getType(String(each.__typename)) : undefined;
    return isObjectType(found) ? found : undefined;
  };
}
