import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from "graphql";

/** A scalar that travels as text; whether a text is one, its column's kind says when it is bound. */
function textual(name: string, description: string): GraphQLScalarType<string, string> {
  const text = (value: unknown): string => {
    if (typeof value === "string") return value;
    throw new GraphQLError(`${name} cannot represent a value that is no text`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: text,
    parseValue: text,
    parseLiteral(node) {
      if (node.kind === Kind.STRING) return node.value;
      throw new GraphQLError(`${name} cannot represent a value that is no text`, { nodes: node });
    },
  });
}

export const uuidType: GraphQLScalarType = textual("UUID", "A universally unique identifier");
export const datetimeType: GraphQLScalarType = textual("Datetime", "A date and time");
export const dateType: GraphQLScalarType = textual("Date", "A date without time information");
export const timeType: GraphQLScalarType = textual("Time", "A time without date information");
export const cursorType: GraphQLScalarType = textual(
  "Cursor",
  "An opaque string using for tracking a position in results during pagination",
);
export const opaqueType: GraphQLScalarType = textual("Opaque", "Any type not handled by the type system");

const integer = /^-?\d{1,20}$/;

function bigInt(value: unknown): string {
  if (typeof value === "string" && integer.test(value)) return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw new GraphQLError("BigInt cannot represent a value that is no integer");
}

export const bigIntType: GraphQLScalarType = new GraphQLScalarType<string, string>({
  name: "BigInt",
  description: "An arbitrary size integer represented as a string",
  serialize: bigInt,
  parseValue: bigInt,
  parseLiteral(node) {
    if (node.kind === Kind.STRING || node.kind === Kind.INT) return bigInt(node.value);
    throw new GraphQLError("BigInt cannot represent a value that is no integer", { nodes: node });
  },
});

/** A text is JSON; anything else is the value itself. */
function json(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    throw new GraphQLError("JSON cannot represent a text that is no JSON");
  }
}

export const jsonType: GraphQLScalarType = new GraphQLScalarType<unknown, string>({
  name: "JSON",
  description: "A Javascript Object Notation value serialized as a string",
  serialize: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  parseValue: json,
  parseLiteral: (node: ValueNode, variables) => json(valueFromASTUntyped(node, variables)),
});
