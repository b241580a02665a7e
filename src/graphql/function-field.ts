import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLFloat,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  GraphQLString,
} from "graphql";
import type { CompiledFunction } from "../functions/compile.ts";
import type { JsonSchema } from "../functions/json-schema.ts";
import { type ValueType, valueType } from "../functions/value-type.ts";
import type { Builder } from "./builder.ts";
import { connectionType, pageArguments } from "./connection-type.ts";
import { fieldName, makeTaken } from "./inflect.ts";
import type { Meaning } from "./meaning.ts";
import { rowType } from "./row-type.ts";
import { jsonType } from "./scalars.ts";

export interface FunctionField {
  readonly name: string;
  readonly field: GraphQLFieldConfig<unknown, unknown>;
  readonly meaning: Extract<Meaning, { kind: "function" }>;
}

/**
 * A function as a field: rows of a collection are a page of it, one is the row; objects of no table are JSON. Null where
 * its rows are none that the role may read.
 */
export function functionField(builder: Builder, fn: CompiledFunction): FunctionField | null {
  const type = resultType(builder, fn);
  if (type === null) return null;
  const page =
    fn.output.kind === "rows" && fn.output.element === null ? pageArguments(builder, fn.output.collection) : {};
  const taken = makeTaken(Object.keys(page));
  const parameters = new Map<string, string>();
  const args: Record<string, { readonly type: GraphQLInputType }> = {};
  if (fn.input.kind === "body") {
    const name = taken.take("body", "argument");
    parameters.set(name, "");
    args[name] = { type: new GraphQLNonNull(inputType(fn.input.type)) };
  } else {
    for (const { name: parameter, required, type: wanted } of fn.input.parameters.values()) {
      const name = taken.take(fieldName(parameter), `${fieldName(parameter)}Argument`);
      parameters.set(name, parameter);
      const given = inputType(wanted);
      args[name] = { type: required ? new GraphQLNonNull(given) : given };
    }
  }
  const { description } = fn;
  return {
    name: fieldName(fn.name),
    field: { type, args: { ...args, ...page }, ...(description === null ? {} : { description }) },
    meaning: { kind: "function", fn, parameters },
  };
}

function resultType(builder: Builder, { output }: CompiledFunction): GraphQLOutputType | null {
  switch (output.kind) {
    case "void":
      return GraphQLBoolean;
    case "value":
      return outputType(output.element.schema);
    case "values":
      return new GraphQLList(outputType(output.element.schema));
    case "row":
    case "rows": {
      if (output.element !== null) return output.kind === "rows" ? new GraphQLList(jsonType) : jsonType;
      const { collection } = output;
      if ((builder.viewOf(collection)?.columns.length ?? 0) === 0) return null;
      const row = rowType(builder, collection);
      return output.kind === "row" ? row : connectionType(builder, collection, () => row);
    }
  }
}

function outputType(schema: JsonSchema): GraphQLOutputType {
  return plainType(valueType(schema));
}

function inputType(type: ValueType): GraphQLInputType {
  return plainType(type);
}

function plainType({ name, element }: ValueType): GraphQLInputType & GraphQLOutputType {
  switch (name) {
    case "text":
      return GraphQLString;
    case "integer":
      return GraphQLInt;
    case "number":
      return GraphQLFloat;
    case "boolean":
      return GraphQLBoolean;
    case "list":
      return new GraphQLList(element === null ? jsonType : plainType(element));
    case "json":
    case "open":
      return jsonType;
  }
}
