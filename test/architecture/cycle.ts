/** The first cycle among the edges, with its first member at both ends; null for none. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const finished = new Set<string>();
  const path: string[] = [];

  function visit(node: string): readonly string[] | null {
    const seen = path.indexOf(node);
    if (seen >= 0) return [...path.slice(seen), node];
    if (finished.has(node)) return null;
    path.push(node);
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle !== null) return cycle;
    }
    path.pop();
    finished.add(node);
    return null;
  }

  for (const node of edges.keys()) {
    const cycle = visit(node);
    if (cycle !== null) return cycle;
  }
  return null;
}
