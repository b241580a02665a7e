import type { Filter, Read, Selection } from "./read.ts";

/** How large a read is, before anything is planned. */
export interface Cost {
  /** Embeds within embeds; 0 for none. */
  readonly depth: number;
  /** Nesting of `and`, `or`, `not`. */
  readonly conditionDepth: number;
  /** One unit a column, filter, order term; ten an embed. */
  readonly units: number;
}

export function costOf(read: Read): Cost {
  let depth = 0;
  let conditionDepth = read.where === null ? 0 : conditionDepthOf(read.where);
  let units = read.order.length + (read.where === null ? 0 : conditionUnits(read.where));
  for (const selection of allSelected(read)) {
    const inner = selectionCost(selection);
    depth = Math.max(depth, inner.depth);
    conditionDepth = Math.max(conditionDepth, inner.conditionDepth);
    units += inner.units;
  }
  return { depth, conditionDepth, units };
}

/** What is selected of a row, on whichever level of its object. */
function* allSelected({ select, page }: Read): Generator<Selection> {
  yield* ungrouped(select);
  for (const member of page?.members ?? []) {
    if (member.kind === "edges" || member.kind === "aggregates") yield* ungrouped(member.select);
  }
}

function* ungrouped(select: readonly Selection[]): Generator<Selection> {
  for (const selection of select) {
    if (selection.kind === "group") yield* ungrouped(selection.select);
    else yield selection;
  }
}

function selectionCost(selection: Selection): Cost {
  if (selection.kind === "constant") return { depth: 0, conditionDepth: 0, units: 0 };
  if (selection.kind !== "embed") return { depth: 0, conditionDepth: 0, units: 1 };
  const inner = costOf(selection.read);
  return { ...inner, depth: inner.depth + 1, units: inner.units + 10 };
}

function conditionDepthOf(filter: Filter): number {
  if (filter.kind === "not") return 1 + conditionDepthOf(filter.item);
  if (filter.kind === "and" || filter.kind === "or") {
    return 1 + filter.items.reduce((deepest, item) => Math.max(deepest, conditionDepthOf(item)), 0);
  }
  return 0;
}

function conditionUnits(filter: Filter): number {
  if (filter.kind === "not") return conditionUnits(filter.item);
  if (filter.kind === "and" || filter.kind === "or") {
    return filter.items.reduce((sum, item) => sum + conditionUnits(item), 0);
  }
  return 1;
}
