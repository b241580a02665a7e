import { Kind, type OperationDefinitionNode, visit } from "graphql";
import type { Limits } from "../engine/limits.ts";
import { createPlanCache, type PlanCache } from "../engine/plan-cache.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Collection } from "../schema/model.ts";
import { excess } from "./bounds.ts";
import { compileOperation } from "./compile.ts";
import { operationOf, readDocument, type ValidDocument } from "./document.ts";
import { documentRefusal, failureRefusal, type Refusal } from "./errors.ts";
import type { Variables } from "./given.ts";
import type { GraphLimits } from "./limits.ts";
import type { Graph } from "./meaning.ts";
import type { Operation } from "./operation.ts";
import { type VariableLimits, type VariablesCheck, variableBounds } from "./variable-bounds.ts";
import { type ReadVariables, variableReader } from "./variable-reader.ts";
import { type ShapeOf, variableShape } from "./variables.ts";

/** What a role asks by. */
export interface RoleGraph {
  readonly graph: Graph;
  readonly introspects: boolean;
  readonly suggests: boolean;
}

export interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** An operation with its values. */
export interface Prepared {
  readonly operation: Operation;
  /** Equal for requests that share a plan. */
  readonly shape: string;
  readonly variables: Variables;
  readonly valid: ValidDocument;
  readonly node: OperationDefinitionNode;
}

interface Known {
  readonly valid: ValidDocument;
  readonly operations: Map<string, KnownOperation>;
}

interface KnownOperation {
  readonly node: OperationDefinitionNode;
  readonly check: VariablesCheck;
  readonly readVariables: ReadVariables;
  readonly shapeOf: ShapeOf;
  /** By the shape of variables. */
  readonly compiled: PlanCache<{ readonly operation: Operation; readonly shape: string }>;
}

const maxDocuments = 500;
const maxShapes = 200;

/** From documents to operations, each document read and validated once, each operation compiled once a shape. */
export function createPreparer(
  limits: Limits,
  graphLimits: GraphLimits,
): (role: RoleGraph, asked: Asked) => Result<Prepared, Refusal> {
  const known = documentMemory(graphLimits);
  const mostRows = (collection: Collection): number => collection.maxRows ?? limits.maxRows;
  const variableLimits = { maxObjects: graphLimits.maxFields, maxRows: limits.maxInsertRows };
  let shapes = 0;

  return (role, { query, operationName, variables: given }) => {
    const { graph, suggests } = role;
    const document = known(role, query);
    if (!document.ok) return document;
    const found = findOperation(document.value, operationName, { graph, limits: variableLimits });
    if (!found.ok) return found;
    const { node, check, readVariables, shapeOf, compiled } = found.value;
    const { valid } = document.value;
    const excessive = check(given);
    if (excessive !== null) return err(failureRefusal(excessive, false));
    const read = readVariables(given);
    if (!read.ok) return err(documentRefusal(read.error, "BAD_USER_INPUT", suggests));
    const variables = read.value;
    const variableShapeText = shapeOf(variables);
    let entry = compiled.get(variableShapeText);
    if (entry === undefined) {
      const made = compileOperation(node, valid, variables, { graph, pageSize: graphLimits.pageSize, mostRows });
      if (!made.ok) return err(failureRefusal(made.error, true));
      entry = { operation: made.value, shape: `graphql ${++shapes}` };
      compiled.set(variableShapeText, entry);
    }
    const cost = entry.operation.cost(variables);
    if (cost > graphLimits.maxRows) {
      return err(failureRefusal(excess("rows that the operation could return", cost, graphLimits.maxRows), false));
    }
    return ok({ ...entry, variables, valid, node });
  };
}

type KnownDocument = (role: RoleGraph, query: string) => Result<Known, Refusal>;

/** Documents that were read, for each schema. */
function documentMemory(limits: GraphLimits): KnownDocument {
  const documents = new WeakMap<Graph, PlanCache<Known>>();
  return ({ graph, introspects, suggests }, query) => {
    let cache = documents.get(graph);
    if (cache === undefined) {
      cache = createPlanCache<Known>(maxDocuments, () => 0, maxKeyLength);
      documents.set(graph, cache);
    }
    const before = cache.get(query);
    if (before !== undefined) return ok(before);
    const valid = readDocument(query, { graph, limits, introspects, suggests });
    if (!valid.ok) return valid;
    const made: Known = { valid: valid.value, operations: new Map() };
    cache.set(query, made);
    return ok(made);
  };
}

function findOperation(
  { valid, operations }: Known,
  name: string | null,
  { graph, limits }: { readonly graph: Graph; readonly limits: VariableLimits },
): Result<KnownOperation, Refusal> {
  const before = operations.get(name ?? "");
  if (before !== undefined) return ok(before);
  const node = operationOf(valid, name);
  if (!node.ok) return node;
  const made: KnownOperation = {
    node: node.value,
    check: variableBounds(node.value, graph, limits),
    readVariables: variableReader(node.value, graph.schema),
    shapeOf: variableShape(node.value, graph, decidingVariables(valid)),
    compiled: createPlanCache(maxShapes),
  };
  operations.set(name ?? "", made);
  return ok(made);
}

/** Longer documents are read anew each time. */
const maxKeyLength = 32_768;

/** The variables that directives ask, and those inside representations, which say what type they are of. */
function decidingVariables({ document }: ValidDocument): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
    Field(node) {
      if (node.name.value !== "_entities") return;
      for (const { value } of node.arguments ?? []) {
        if (value.kind !== Kind.VARIABLE) visit(value, { Variable: ({ name }) => void names.add(name.value) });
      }
    },
  });
  return names;
}
