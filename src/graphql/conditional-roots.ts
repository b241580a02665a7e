import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from "graphql";

/**
 * Where the root of a subscription depends on `@skip` or `@include`, which it must not: whether it has one field would
 * not be known. https://spec.graphql.org/September2025/#sec-Single-Root-Field
 * The library's own rule throws for such a directive with a variable (16.15). Fragments must not spread themselves.
 */
export function conditionalRoots({ definitions }: DocumentNode): readonly GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const found = new Set<DirectiveNode>();
  const seen = new Set<string>();

  function look({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) {
        if (directive.name.value === "skip" || directive.name.value === "include") found.add(directive);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) look(fragment.selectionSet);
    }
  }

  for (const each of definitions) {
    if (each.kind === Kind.OPERATION_DEFINITION && each.operation === "subscription") look(each.selectionSet);
  }
  return [...found].map(
    (directive) =>
      new GraphQLError(`The root of a subscription must not have the directive "@${directive.name.value}".`, {
        nodes: directive,
      }),
  );
}
