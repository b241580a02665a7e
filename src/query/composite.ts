import type { Read } from "./read.ts";

/** Several reads as one statement, a value each: what a GraphQL operation becomes. */
export interface Composite {
  readonly members: readonly CompositeMember[];
}

export interface CompositeMember {
  /** one: the first row, or null. page: an object around the rows (`Read.page`). */
  readonly form: "one" | "page";
  readonly read: Read;
}
