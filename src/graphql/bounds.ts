import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import type { GraphLimits } from "./limits.ts";

/** What an operation comes to, each fragment counted as often as it is spread. */
interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly schemas: number;
}

const nothing: Size = { depth: 0, fields: 0, aliases: 0, schemas: 0 };

/**
 * Null for a document within the limits. It is looked at before it is validated, since that takes time too. Errors:
 * PER003 for what is too deep, PER004 for what is too much.
 */
export function documentFailure(document: DocumentNode, limits: GraphLimits): Failure | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  return (
    tooMany("fragments", fragments.size, limits.maxFragments) ??
    tooMany("directives", countDirectives(document), limits.maxDirectives) ??
    sizeFailure(operations, fragments, limits)
  );
}

function sizeFailure(
  operations: readonly OperationDefinitionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: GraphLimits,
): Failure | null {
  const measure = createMeasure(fragments, limits);
  for (const name of fragments.keys()) {
    const size = measure.fragment(name);
    if ("code" in size) return size;
  }
  for (const { selectionSet } of operations) {
    const size = measure.selection(selectionSet);
    if ("code" in size) return size;
    const failed =
      tooDeep(size.depth, limits.maxDepth) ??
      tooMany("fields", size.fields, limits.maxFields) ??
      tooMany("aliases", size.aliases, limits.maxAliases) ??
      tooMany("questions about the schema", size.schemas, maxSchemas) ??
      tooMany("root fields", rootFields(selectionSet, fragments), limits.maxRootFields);
    if (failed !== null) return failed;
  }
  return null;
}

/** `__schema` and `__type`, each of which may be as long as the schema. */
const maxSchemas = 5;

interface Measure {
  readonly fragment: (name: string) => Size | Failure;
  readonly selection: (set: SelectionSetNode) => Size | Failure;
}

function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>, limits: GraphLimits): Measure {
  const known = new Map<string, Size | "open">();

  function fragment(name: string): Size | Failure {
    const before = known.get(name);
    if (before === "open") return failure("PER003", `fragment ${name} spreads itself`);
    if (before !== undefined) return before;
    const definition = fragments.get(name);
    if (definition === undefined) return nothing;
    known.set(name, "open");
    const size = selection(definition.selectionSet);
    if (!("code" in size)) known.set(name, size);
    return size;
  }

  function selection({ selections }: SelectionSetNode): Size | Failure {
    let { depth, fields, aliases, schemas } = nothing;
    const repeats = new Map<string, number>();
    for (const each of selections) {
      const key =
        each.kind === Kind.INLINE_FRAGMENT
          ? "..."
          : each.kind === Kind.FIELD
            ? (each.alias ?? each.name).value
            : `...${each.name.value}`;
      const repeat = (repeats.get(key) ?? 0) + 1;
      repeats.set(key, repeat);
      if (repeat > limits.maxRepeats) return excess(`${key} in one selection`, repeat, limits.maxRepeats);
      const isField = each.kind === Kind.FIELD;
      const inner =
        each.kind === Kind.FRAGMENT_SPREAD
          ? fragment(each.name.value)
          : each.selectionSet === undefined
            ? nothing
            : selection(each.selectionSet);
      if ("code" in inner) return inner;
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && each.alias !== undefined ? 1 : 0);
      const isSchema = isField && (each.name.value === "__schema" || each.name.value === "__type");
      schemas += inner.schemas + (isSchema ? 1 + inner.aliases : 0);
    }
    return { depth, fields, aliases, schemas };
  }

  return { fragment, selection };
}

function countDirectives(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    Directive() {
      count++;
    },
  });
  return count;
}

/** The fields of the operation itself: fragments have none in other fragments that are not counted with them. */
function rootFields({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): number {
  return selections.reduce((sum, each) => {
    if (each.kind === Kind.FIELD) return sum + 1;
    const set = each.kind === Kind.INLINE_FRAGMENT ? each.selectionSet : fragments.get(each.name.value)?.selectionSet;
    return sum + (set === undefined ? 0 : rootFields(set, fragments));
  }, 0);
}

function tooMany(what: string, count: number, most: number): Failure | null {
  return count > most ? excess(what, count, most) : null;
}

export function excess(what: string, count: number, most: number): Failure {
  return failure("PER004", `too many ${what}`, { details: `${count}, at most ${most} allowed` });
}

export function tooDeep(depth: number, most: number): Failure | null {
  return depth > most
    ? failure("PER003", "the operation is nested too deeply", { details: `${depth}, at most ${most} allowed` })
    : null;
}
