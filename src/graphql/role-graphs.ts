import type { RoleGraph } from "./prepare.ts";
import type { GraphOptions } from "./schema.ts";
import { createGraph } from "./schema.ts";

export interface RoleGraphOptions extends Omit<GraphOptions, "role" | "tellsSchema"> {
  /** The roles that may ask for the schema, and those that are told what they may have meant. */
  readonly introspection: boolean | readonly string[];
  readonly suggestions: boolean | readonly string[] | undefined;
}

/** The schema of each role, made when the role first asks. */
export function roleGraphs(options: RoleGraphOptions): (role: string) => RoleGraph {
  const made = new Map<string, RoleGraph>();
  const { introspection, suggestions = introspection } = options;
  return (role) => {
    let graph = made.get(role);
    if (graph === undefined) {
      const introspects = admits(introspection, role);
      graph = {
        graph: createGraph({ ...options, role, tellsSchema: introspects }),
        introspects,
        suggests: admits(suggestions, role),
      };
      made.set(role, graph);
    }
    return graph;
  };
}

function admits(roles: boolean | readonly string[], role: string): boolean {
  return typeof roles === "boolean" ? roles : roles.includes(role);
}
