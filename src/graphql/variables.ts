import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from "graphql";
import { readIdentity } from "../plan/identity.ts";
import { isRecord, type Variables } from "./given.ts";
import type { Graph } from "./meaning.ts";

/** What of an operation's variables decides its SQL: two requests with equal shapes share a plan. */
export type ShapeOf = (variables: Variables) => string;

export function variableShape(
  operation: OperationDefinitionNode,
  graph: Graph,
  deciding: ReadonlySet<string>,
): ShapeOf {
  const shapes = (operation.variableDefinitions ?? []).flatMap((definition): [string, (value: unknown) => string][] => {
    const name = definition.variable.name.value;
    const type = typeFromAST(graph.schema, definition.type);
    if (type === undefined || !isInputType(type)) return [];
    return [[name, deciding.has(name) ? (value) => JSON.stringify(value) : (value) => valueShape(type, value, graph)]];
  });
  return (variables) => shapes.map(([name, shape]) => (name in variables ? shape(variables[name]) : "-")).join(";");
}

function valueShape(type: GraphQLInputType, value: unknown, graph: Graph): string {
  if (isNonNullType(type)) return valueShape(type.ofType, value, graph);
  if (value === null) return "0";
  if (value === undefined) return "-";
  if (isListType(type)) return listShape(type.ofType, value, graph);
  if (isEnumType(type)) return graph.valueEnums.has(type.name) ? "v" : String(value);
  if (isInputObjectType(type)) {
    if (!isRecord(value)) return "v";
    const fields = type.getFields();
    const members = Object.entries(value).map(([name, member]) => {
      const field = fields[name];
      return field === undefined ? name : `${name}:${valueShape(field.type, member, graph)}`;
    });
    return `{${members.join()}}`;
  }
  // An id says which collection is read.
  return type.name === "ID" ? `v${readIdentity(String(value))?.tag ?? ""}` : "v";
}

/** Of rows to insert counts which columns they have, not how many there are. */
function listShape(item: GraphQLInputType, value: unknown, graph: Graph): string {
  const bare = isNonNullType(item) ? item.ofType : item;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (isInputObjectType(bare)) {
    if (bare.name.endsWith("InsertInput")) {
      return `[${[...new Set(items.flatMap((each) => (isRecord(each) ? Object.keys(each) : [])))].sort().join()}]`;
    }
    return `[${items.map((each) => valueShape(bare, each, graph)).join()}]`;
  }
  if (isEnumType(bare) && !graph.valueEnums.has(bare.name)) return `[${items.join()}]`;
  return "v";
}
