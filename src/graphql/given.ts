import {
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
} from "graphql";

/** An operation's variables after coercion: those that were left out are not in it. */
export type Variables = Readonly<Record<string, unknown>>;

/** A value as a request gives it: what it is now, and where the next request of the same shape has its own. */
export interface Given {
  readonly value: unknown;
  readonly find: (variables: Variables) => unknown;
  /** Of an object, what it names. */
  readonly members: () => readonly (readonly [string, Given])[];
  /** Of a list, what is in it; a value that is none is the one in it. */
  readonly items: () => readonly Given[];
}

/** What stands in a document; null for a variable that was left out. */
export function givenNode(node: ValueNode, type: GraphQLInputType, variables: Variables): Given | null {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    return name in variables ? givenValue(variables[name], (given) => given[name]) : null;
  }
  const bare = isNonNullType(type) ? type.ofType : type;
  const value = valueFromAST(node, bare, variables);
  return {
    value,
    find: hasVariable(node) ? (given) => valueFromAST(node, bare, given) : () => value,
    members() {
      if (node.kind !== Kind.OBJECT || !isInputObjectType(bare)) return [];
      const fields = bare.getFields();
      return node.fields.flatMap((field): [string, Given][] => {
        const inner = fields[field.name.value];
        const given = inner === undefined ? null : givenNode(field.value, inner.type, variables);
        return given === null ? [] : [[field.name.value, given]];
      });
    },
    items() {
      const item = isListType(bare) ? bare.ofType : getNamedType(bare);
      if (node.kind === Kind.NULL) return [];
      const nodes = node.kind === Kind.LIST ? node.values : [node];
      return nodes.flatMap((each) => givenNode(each, item, variables) ?? []);
    },
  };
}

/** What a variable holds, at whatever depth. */
function givenValue(value: unknown, find: Given["find"]): Given {
  return {
    value,
    find,
    members() {
      if (!isRecord(value)) return [];
      return Object.entries(value).map(([name, member]) => [
        name,
        givenValue(member, (variables) => memberOf(find(variables), name)),
      ]);
    },
    items() {
      if (value === null) return [];
      if (!Array.isArray(value)) return [givenValue(value, find)];
      return value.map((item: unknown, index) => givenValue(item, (variables) => itemOf(find(variables), index)));
    },
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function itemOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  return node.kind === Kind.OBJECT && node.fields.some((field) => hasVariable(field.value));
}
