import type { Context } from "../engine/request.ts";
import type { Graph } from "./meaning.ts";
import { withinInt } from "./narrow.ts";
import type { Prepared } from "./prepare.ts";
import { resolveFields } from "./resolve.ts";
import type { Executed } from "./runner.ts";

export interface Finishing {
  readonly prepared: Prepared;
  readonly graph: Graph;
  readonly context: Context;
}

/** What the database gave of an operation, with what TypeScript makes of it, and no Int that is none. */
export async function finish(executed: Executed, { prepared, graph, context }: Finishing): Promise<Executed> {
  const { resolvers } = prepared.operation;
  const made = resolvers.length === 0 ? executed : await resolveFields(executed, resolvers, context);
  return withinInt(made, prepared, graph);
}
