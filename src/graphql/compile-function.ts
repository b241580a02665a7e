import {
  GraphQLInt,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
} from "graphql";
import { givenBy } from "../functions/result.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { CompositeMember } from "../query/composite.ts";
import { compilePage } from "./compile-page.ts";
import { compileRow } from "./compile-row.ts";
import type { Place } from "./compiling.ts";
import type { Variables } from "./given.ts";
import type { Meaning } from "./meaning.ts";
import type { FunctionRoot, RootField } from "./operation.ts";
import { jsonType } from "./scalars.ts";
import { jsonOf, makeSink } from "./sink.ts";

/** A function as a field: its arguments, and what is asked of the rows that it gives. */
export function compileFunction(
  { fn, parameters }: Extract<Meaning, { kind: "function" }>,
  field: RootField,
  place: Place,
): Result<FunctionRoot, Failure> {
  const { key } = field.picked;
  const declared = field.type.getFields()[field.picked.name]?.type;
  const argument = (variables: Variables): Json => {
    const entries = [...parameters].flatMap(([name, parameter]): [string, Json][] => {
      const found = field.given.get(name)?.find(variables);
      return found === undefined ? [] : [[parameter, jsonOf(found)]];
    });
    if (fn.input.kind === "body") return entries[0]?.[1] ?? null;
    return Object.fromEntries(entries);
  };
  const sink = makeSink();
  const member = shapedMember(fn, field, { ...place, sink });
  if (!member.ok) return member;
  if (getNamedType(declared) === GraphQLInt) place.compiling.narrow.push(key);
  const shaped = member.value === null ? null : { member: member.value, finds: sink.finds };
  return ok({ kind: "function", key, fn, argument, shaped, json: jsonDepth(declared) });
}

/** How many lists are around a type's JSON; null where it is something else. */
function jsonDepth(type: GraphQLOutputType | undefined): number | null {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (!isListType(bare)) return bare === jsonType ? 0 : null;
  const inner = jsonDepth(bare.ofType);
  return inner === null ? null : inner + 1;
}

function shapedMember(
  fn: FunctionRoot["fn"],
  { type, picked }: { readonly type: GraphQLObjectType; readonly picked: RootField["picked"] },
  place: Place,
): Result<CompositeMember | null, Failure> {
  const { output } = fn;
  if ((output.kind !== "rows" && output.kind !== "row") || output.element !== null) return ok(null);
  const given = givenBy(fn, output);
  const { collection } = output;
  if (output.kind === "rows") {
    const read = compilePage(collection, { type, picked }, { place, row: compileRow, keepsOrder: true });
    return read.ok ? ok({ form: "page", read: { ...read.value, given } }) : read;
  }
  const select = compileRow(collection, picked.sets, place);
  if (!select.ok) return select;
  return ok({
    form: "one",
    read: { collection, select: select.value, where: null, order: [], limit: null, offset: null, given },
  });
}
