import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Variables } from "./given.ts";

/** A field of the answer: all places of the document that ask for it under one name. */
export interface Picked {
  /** Its name in the answer. */
  readonly key: string;
  readonly name: string;
  readonly node: FieldNode;
  readonly sets: readonly SelectionSetNode[];
}

export interface Source {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
}

/** The fields that are asked of a type, in the order of the answer. https://spec.graphql.org/October2021/#CollectFields() */
export function pickFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  source: Source,
): readonly Picked[] {
  const found = new Map<string, { readonly node: FieldNode; readonly sets: SelectionSetNode[] }>();
  const seen = new Set<string>();
  const visit = (selection: SelectionNode): void => {
    if (!isWanted(selection.directives, source.variables)) return;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const entry = found.get(key) ?? { node: selection, sets: [] };
      if (selection.selectionSet !== undefined) entry.sets.push(selection.selectionSet);
      found.set(key, entry);
      return;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : named(selection.name.value);
    if (fragment === null || !applies(fragment.typeCondition?.name.value, type)) return;
    for (const inner of fragment.selectionSet.selections) visit(inner);
  };
  const named = (name: string): FragmentDefinitionNode | null => {
    if (seen.has(name)) return null;
    seen.add(name);
    return source.fragments.get(name) ?? null;
  };
  for (const set of sets) for (const selection of set.selections) visit(selection);
  return [...found].map(([key, { node, sets: inner }]) => ({ key, name: node.name.value, node, sets: inner }));
}

/** A union's members stand for it too: there is one, of all types that have a key. */
function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name || condition === "_Entity") return true;
  return type.getInterfaces().some(({ name }) => name === condition);
}

function isWanted(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== "skip" && name.value !== "include") return true;
    const value = given?.find((each) => each.name.value === "if")?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN ? value.value : null;
    return (holds === true) === (name.value === "include");
  });
}
