import { entrySign, withoutSigns } from "./signs.ts";

/**
 * What decides the query of a request besides its query string. The shape of a request is its text, followed by the
 * skeleton of the query string: nothing else reaches `buildRead` and `buildWrite`.
 */
export interface ShapeHead {
  readonly action: "read" | "insert" | "update" | "delete" | "put";
  readonly collection: string;
  /** A limit, an offset: their arguments come after all others, the limit first. */
  readonly limited: boolean;
  readonly skipped: boolean;
  /** Reads: the total is counted too. */
  readonly counted: boolean;
  /** Reads: a page by place, from the start or after a cursor. */
  readonly paged: "start" | "after" | null;
  /** Writes: what comes back. */
  readonly returning: "nothing" | "key" | "rows";
  /** Writes: the columns that the rows give, sorted. */
  readonly columns: readonly string[];
  readonly resolution: "merge" | "ignore" | null;
}

export const readHead: Omit<ShapeHead, "collection" | "limited" | "skipped" | "counted"> = {
  action: "read",
  returning: "nothing",
  columns: [],
  resolution: null,
  paged: null,
};

const pagedFlags = { start: "s", after: "a" } as const;

export function shapeText(head: ShapeHead, skeleton: string): string {
  const flags = `${head.limited ? "l" : ""}${head.skipped ? "o" : ""}${head.counted ? "c" : ""}${head.paged === null ? "" : pagedFlags[head.paged]}`;
  const written = head.action === "read" ? "" : `${head.returning} ${head.resolution} ${JSON.stringify(head.columns)}`;
  return `rest ${head.action} ${flags} ${withoutSigns(head.collection)}${entrySign}${written}${skeleton}`;
}
