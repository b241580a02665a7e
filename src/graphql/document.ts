import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { err, ok, type Result } from "../kernel/result.ts";
import { documentFailure, excess, tooDeep } from "./bounds.ts";
import { conditionalRoots } from "./conditional-roots.ts";
import { documentRefusal, failureRefusal, plainRefusal, type Refusal } from "./errors.ts";
import type { GraphLimits } from "./limits.ts";
import type { Graph } from "./meaning.ts";
import { bracketDepth } from "./prescan.ts";

/** A document that is good for a schema. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface ReadOptions {
  readonly graph: Graph;
  readonly limits: GraphLimits;
  readonly introspects: boolean;
  readonly suggests: boolean;
}

/** A word and the space around it, comments included, on average. */
const charactersPerToken = 32;

/** Reads and validates a document: bounds first, then what costs. */
export function readDocument(text: string, options: ReadOptions): Result<ValidDocument, Refusal> {
  const { graph, limits, introspects, suggests } = options;
  const mostCharacters = limits.maxTokens * charactersPerToken;
  if (text.length > mostCharacters) {
    return err(failureRefusal(excess("characters in the document", text.length, mostCharacters), false));
  }
  // A selection and a filter may both be as deep as they are allowed to be.
  const deep = tooDeep(bracketDepth(text), 2 * limits.maxDepth + 20);
  if (deep !== null) return err(failureRefusal(deep, false));
  const document = parsed(text, limits.maxTokens);
  if (!document.ok) return document;
  const excessive = documentFailure(document.value, limits);
  if (excessive !== null) return err(failureRefusal(excessive, false));
  const conditional = conditionalRoots(document.value);
  if (conditional.length > 0) return err(documentRefusal(conditional, "GRAPHQL_VALIDATION_FAILED", suggests));
  const rules = introspects ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(graph.schema, document.value, rules, { maxErrors: 10 });
  if (errors.length > 0) return err(documentRefusal(errors, "GRAPHQL_VALIDATION_FAILED", suggests));
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.value.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  return ok({ document: document.value, fragments });
}

function parsed(text: string, maxTokens: number): Result<DocumentNode, Refusal> {
  try {
    return ok(parse(text, { maxTokens }));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/contains more tha[nt] \d+ tokens/.test(error.message)) {
      return err(failureRefusal(excess("words and signs", maxTokens + 1, maxTokens), false));
    }
    return err(documentRefusal([error], "GRAPHQL_PARSE_FAILED", false));
  }
}

/** The operation that is meant: the one there is, or the one of that name. */
export function operationOf(
  { document }: ValidDocument,
  name: string | null,
): Result<OperationDefinitionNode, Refusal> {
  const operation = getOperationAST(document, name);
  if (operation != null) return ok(operation);
  const message =
    name === null || name === ""
      ? "Must provide operation name if query contains multiple operations."
      : `Unknown operation named "${name}".`;
  return err(plainRefusal(message, "OPERATION_RESOLUTION_FAILURE"));
}
