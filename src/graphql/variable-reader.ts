import {
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from "graphql";
import { err, ok, type Result } from "../kernel/result.ts";
import { isRecord, type Variables } from "./given.ts";

/** Coerces what a request gives for an operation's variables. https://spec.graphql.org/October2021/#CoerceVariableValues() */
export type ReadVariables = (given: Variables) => Result<Variables, readonly GraphQLError[]>;

/**
 * What the library does, with all that follows from the types found once. Only values that do not fit are given to the
 * library, which says what is wrong with them.
 */
export function variableReader(
  { variableDefinitions = [] }: OperationDefinitionNode,
  schema: GraphQLSchema,
): ReadVariables {
  const readers = makeReaders();
  const variables = variableDefinitions.flatMap((definition): Variable[] => {
    const type = typeFromAST(schema, definition.type);
    if (type === undefined || !isInputType(type)) return [];
    const fallback = definition.defaultValue === undefined ? undefined : valueFromAST(definition.defaultValue, type);
    return [{ name: definition.variable.name.value, read: readers(type), fallback, isRequired: isNonNullType(type) }];
  });
  const isPlain = variables.length === variableDefinitions.length;
  return (given) => {
    const read = isPlain ? readAll(variables, given) : null;
    if (read !== null) return ok(read);
    const made = getVariableValues(schema, variableDefinitions, given, { maxErrors: 10 });
    return made.errors === undefined ? ok(made.coerced) : err(made.errors);
  };
}

interface Variable {
  readonly name: string;
  readonly read: Read;
  readonly fallback: unknown;
  readonly isRequired: boolean;
}

function readAll(variables: readonly Variable[], given: Variables): Variables | null {
  const made: Record<string, unknown> = {};
  for (const { name, read, fallback, isRequired } of variables) {
    if (Object.hasOwn(given, name)) {
      const value = read(given[name]);
      if (value === misfit) return null;
      made[name] = value;
    } else if (fallback !== undefined) made[name] = fallback;
    else if (isRequired) return null;
  }
  return made;
}

const misfit: unique symbol = Symbol("misfit");
type Read = (value: unknown) => unknown;

/** By type; an input type may contain itself, so that its reader is made when it is first wanted. */
function makeReaders(): (type: GraphQLInputType) => Read {
  const objects = new Map<GraphQLInputType, Read>();

  function present(type: GraphQLInputType): Read {
    if (isNonNullType(type)) return present(type.ofType);
    if (isListType(type)) return list(readerOf(type.ofType));
    if (!isInputObjectType(type)) return (value) => leaf(type, value);
    let read: Read | null = null;
    return (value) => {
      read ??= objects.get(type) ?? object(type);
      objects.set(type, read);
      return read(value);
    };
  }

  function readerOf(type: GraphQLInputType): Read {
    const read = present(type);
    const empty = isNonNullType(type) ? misfit : null;
    return (value) => (value === null || value === undefined ? empty : read(value));
  }

  function object(type: Extract<GraphQLInputType, { getFields: unknown }>): Read {
    const fields = Object.values(type.getFields());
    const isOpen = fields.every((field) => field.defaultValue === undefined && !isNonNullType(field.type));
    const members = new Map(fields.map((field) => [field.name, readerOf(field.type)]));
    return isOpen ? (value) => readObject(value, members) : () => misfit;
  }

  return readerOf;
}

function list(read: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) {
      const only = read(value);
      return only === misfit ? misfit : [only];
    }
    const items = value.map(read);
    return items.includes(misfit) ? misfit : items;
  };
}

function leaf(type: { readonly parseValue: (value: unknown) => unknown }, value: unknown): unknown {
  try {
    const parsed = type.parseValue(value);
    return parsed === undefined ? misfit : parsed;
  } catch {
    return misfit;
  }
}

/** Members in the order of the type, however they are given. */
function readObject(value: unknown, members: ReadonlyMap<string, Read>): unknown {
  if (!isRecord(value)) return misfit;
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  if (!names.every((name) => members.has(name))) return misfit;
  const ordered = names.length < 2 ? names : [...members.keys()].filter((name) => Object.hasOwn(value, name));
  const made: Record<string, unknown> = {};
  for (const name of ordered) {
    const read = members.get(name)?.(value[name]);
    if (read === misfit) return misfit;
    made[name] = read;
  }
  return made;
}
