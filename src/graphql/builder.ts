import type { GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType } from "graphql";
import type { Collection, Column, Model, Relation } from "../schema/model.ts";
import type { GraphTypeOptions } from "./define.ts";
import type { InputMeaning, Meaning } from "./meaning.ts";
import type { Names } from "./names.ts";
import type { View } from "./view.ts";

/** A schema in the making. */
export interface Builder {
  readonly model: Model;
  readonly names: Names;
  readonly optionsOf: (collection: Collection) => GraphTypeOptions | null;
  /** What the role sees of a collection; null for nothing. */
  readonly viewOf: (collection: Collection) => View | null;
  /** Null where the role may not follow it. */
  readonly followable: (relation: Relation) => Collection | null;
  /** Whether the row that a relation leads to is always there and always seen. */
  readonly isCertain: (relation: Relation) => boolean;
  readonly output: Map<string, Meaning>;
  readonly input: Map<string, InputMeaning>;
  readonly enums: Map<string, readonly string[]>;
  /** Types are made once, by name. */
  readonly objects: Map<string, GraphQLObjectType>;
  readonly inputs: Map<string, GraphQLInputObjectType>;
  readonly filters: Map<Column, string>;
  readonly columnEnums: Map<Column, GraphQLEnumType | null>;
}

/** The value of a map, made where there is none yet. */
export function once<Value>(made: Map<string, Value>, name: string, make: () => Value): Value {
  const known = made.get(name);
  if (known !== undefined) return known;
  const value = make();
  made.set(name, value);
  return value;
}
