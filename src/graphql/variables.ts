import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from "graphql";
import { readIdentity } from "../plan/identity.ts";
import { representationsShape } from "./federation/representations.ts";
import { isRecord, type Variables } from "./given.ts";
import type { Graph } from "./meaning.ts";

/** What of an operation's variables decides its SQL: two requests with equal shapes share a plan. */
export type ShapeOf = (variables: Variables) => string;

type Shape = (value: unknown) => string;

export function variableShape(
  operation: OperationDefinitionNode,
  graph: Graph,
  deciding: ReadonlySet<string>,
): ShapeOf {
  const shapeOf = makeShapes(graph);
  const shapes = (operation.variableDefinitions ?? []).flatMap((definition): [string, Shape][] => {
    const name = definition.variable.name.value;
    const type = typeFromAST(graph.schema, definition.type);
    if (type === undefined || !isInputType(type)) return [];
    const decides = deciding.has(name) && !namesEntities(type);
    return [[name, decides ? (value) => JSON.stringify(value) : shapeOf(type)]];
  });
  return (variables) => shapes.map(([name, shape]) => (name in variables ? shape(variables[name]) : "-")).join(";");
}

function namesEntities(type: GraphQLInputType): boolean {
  return getNamedType(type).name === "_Any";
}

/** By type; an input type may contain itself, so that its members' shapes are made when they are first wanted. */
function makeShapes(graph: Graph): (type: GraphQLInputType) => Shape {
  const objects = new Map<string, Shape>();

  function shapeOf(type: GraphQLInputType): Shape {
    if (namesEntities(type)) return (value) => representationsShape(value, graph.entities);
    const present = presentOf(isNonNullType(type) ? type.ofType : type);
    return (value) => (value === null ? "0" : value === undefined ? "-" : present(value));
  }

  function presentOf(type: GraphQLInputType): Shape {
    if (isListType(type)) return listOf(type.ofType);
    if (isEnumType(type)) return graph.valueEnums.has(type.name) ? () => "v" : String;
    // An id says which collection is read.
    if (!isInputObjectType(type)) {
      return type.toString() === "ID" ? (value) => `v${readIdentity(String(value))?.tag ?? ""}` : () => "v";
    }
    const members = new Map<string, Shape>();
    const memberOf = (name: string): Shape => {
      const field = type.getFields()[name];
      const made = members.get(name) ?? (field === undefined ? () => "" : shapeOf(field.type));
      members.set(name, made);
      return made;
    };
    const shape = objects.get(type.name) ?? ((value: unknown): string => objectShape(value, memberOf));
    objects.set(type.name, shape);
    return shape;
  }

  /** Of rows to insert counts which columns they have, not how many there are. */
  function listOf(item: GraphQLInputType): Shape {
    const bare = isNonNullType(item) ? item.ofType : item;
    if (isInputObjectType(bare)) {
      if (bare.name.endsWith("InsertInput")) return (value) => `[${columnsOf(itemsOf(value)).join()}]`;
      const shape = shapeOf(bare);
      return (value) => `[${itemsOf(value).map(shape).join()}]`;
    }
    return isEnumType(bare) && !graph.valueEnums.has(bare.name) ? (value) => `[${itemsOf(value).join()}]` : () => "v";
  }

  return shapeOf;
}

function objectShape(value: unknown, memberOf: (name: string) => Shape): string {
  if (!isRecord(value)) return "v";
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}:${memberOf(name)(member)}`)
    .join()}}`;
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function columnsOf(rows: readonly unknown[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (isRecord(row) ? Object.keys(row) : [])))].sort();
}
