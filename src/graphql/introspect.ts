import { type DocumentNode, executeSync, type FieldNode, type GraphQLSchema, Kind } from "graphql";
import type { Picked } from "./fields.ts";
import type { Variables } from "./given.ts";
import type { Prepared } from "./prepare.ts";

/** What `__schema` and `__type` ask of the schema, as JSON text. Everything in it is at hand: nothing is waited for. */
export function introspect(
  schema: GraphQLSchema,
  picked: Picked,
  { valid, node }: Prepared,
  variables: Variables,
): string {
  const selections = picked.sets.flatMap((set) => set.selections);
  const field: FieldNode = { ...picked.node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [field] } },
      ...valid.fragments.values(),
    ],
  };
  const { data } = executeSync({ schema, document, variableValues: variables });
  return JSON.stringify(data?.[picked.key] ?? null);
}
