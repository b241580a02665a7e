import type { OperationDefinitionNode } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Collection } from "../schema/model.ts";
import { compileMutation } from "./compile-mutation.ts";
import { compileQuery } from "./compile-query.ts";
import { compileSubscription } from "./compile-subscription.ts";
import type { Compiling, Count, Place } from "./compiling.ts";
import type { ValidDocument } from "./document.ts";
import type { Variables } from "./given.ts";
import type { Graph } from "./meaning.ts";
import type { Operation } from "./operation.ts";
import { makeSink } from "./sink.ts";

export interface CompileOptions {
  readonly graph: Graph;
  readonly pageSize: number;
  readonly mostRows: (collection: Collection) => number;
}

/** An operation with variables of a certain shape; the values themselves are not looked at. */
export function compileOperation(
  operation: OperationDefinitionNode,
  { fragments }: ValidDocument,
  variables: Variables,
  { graph, pageSize, mostRows }: CompileOptions,
): Result<Operation, Failure> {
  const compiling: Compiling = {
    graph,
    fragments,
    variables,
    pageSize,
    mostRows,
    pages: [],
    resolvers: [],
    narrow: [],
  };
  const sink = makeSink();
  const place: Place = { compiling, sink, path: [], rows: () => 1 };
  const { schema } = graph;
  const sets = [operation.selectionSet];
  const { pages, resolvers, narrow } = compiling;
  const common = { cost: total(pages), resolvers, narrow, finds: sink.finds };
  if (operation.operation === "query") {
    const type = schema.getQueryType();
    if (type == null) return err(failure("0A000", "there are no queries"));
    const made = compileQuery(type, sets, place);
    return made.ok
      ? ok({ kind: "query", roots: made.value.roots, composite: made.value, follows: null, ...common })
      : made;
  }
  if (operation.operation === "subscription") {
    const type = schema.getSubscriptionType();
    if (type == null) return err(failure("0A000", "there are no subscriptions"));
    const made = compileSubscription(type, sets, place);
    if (!made.ok) return made;
    const { roots, follows } = made.value;
    return ok({ kind: "query", roots, composite: made.value, follows, ...common });
  }
  const type = schema.getMutationType();
  if (type == null) return err(failure("0A000", "there are no mutations"));
  const roots = compileMutation(type, sets, place);
  return roots.ok
    ? ok({ kind: "mutation", roots: roots.value, composite: { members: [] }, follows: null, ...common })
    : roots;
}

function total(pages: readonly Count[]): Count {
  return (variables) => pages.reduce((sum, page) => sum + page(variables), 0);
}
