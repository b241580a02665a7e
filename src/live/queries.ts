import type { Failure } from "../kernel/failure.ts";
import type { Result } from "../kernel/result.ts";
import type { Watermark } from "../kernel/watermark.ts";
import { type LiveQuery, openQuery, type QueryAsked, type QueryDeps, restoreQuery } from "./query.ts";
import type { AskedRead } from "./query-plan.ts";

/** Live queries by the address of a read, in whatever language the composition has given them. */
export interface Queries {
  /** Fails as the read would; the rows come by `snapshot`. */
  open(path: string, asked: Omit<QueryAsked, "read">): Promise<Result<LiveQuery, Failure>>;
  /** After an eviction, before anything is told; `told` is what `LiveQuery.told` was. Null where the query may not be any more. */
  restore(path: string, asked: Omit<QueryAsked, "read">, told: Watermark | null): LiveQuery | null;
}

export interface QueriesDeps extends QueryDeps {
  /** `/articles?select=…` as a read. */
  readonly parse: (path: string) => Result<AskedRead, Failure>;
}

export function liveQueries(deps: QueriesDeps): Queries {
  return {
    async open(path, asked) {
      const read = deps.parse(path);
      return read.ok ? openQuery(deps, { ...asked, read: read.value }) : read;
    },
    restore(path, asked, told) {
      const read = deps.parse(path);
      return read.ok ? restoreQuery(deps, { ...asked, read: read.value }, told) : null;
    },
  };
}
