import type { Column } from "../schema/model.ts";
import type { Argument, Read } from "./read.ts";

/** Several reads as one statement, a value each: what a GraphQL operation becomes. */
export interface Composite {
  readonly members: readonly CompositeMember[];
}

export type CompositeMember = SingleMember | EachMember | GivenMember;

export interface SingleMember {
  /** one: the first row, or null. page: an object around the rows (`Read.page`). */
  readonly form: "one" | "page";
  readonly read: Read;
}

/** For each of a list of keys its row, or null: an array, in the order of the keys. */
export interface EachMember {
  readonly form: "each";
  readonly read: Read;
  readonly keys: readonly KeyList[];
}

/** What is asked of rows that come with the request (`Read.given`): an array, in their order, an item for each of them. */
export interface GivenMember {
  readonly form: "given";
  readonly read: Read;
}

/** A column of the key, and the list of its values: an item for each row that is wanted. */
export interface KeyList {
  readonly column: Column;
  readonly values: Argument;
}
