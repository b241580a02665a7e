import type { GraphQLObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { GivenMember } from "../query/composite.ts";
import type { Collection } from "../schema/model.ts";
import { type ChangeRow, compileChangeRow, writeNodeId } from "./change-row.ts";
import { compileFilter } from "./compile-filter.ts";
import { fieldType } from "./compile-page.ts";
import { inside, type Place } from "./compiling.ts";
import { failureError, type GraphError } from "./errors.ts";
import { pickFields } from "./fields.ts";
import type { Given } from "./given.ts";
import { meaningOf } from "./meaning.ts";
import type { ChangeKind, FollowedChanges, RootField, ToldChange } from "./operation.ts";

export interface CompiledChanges {
  readonly follows: FollowedChanges;
  /** What is read beside the changes: for each choice of related rows, those of all changed rows. */
  readonly members: readonly GivenMember[];
}

/** `articlesChanges(…)`. What a change is told by is looked up once; changes themselves are written out of memory. */
export function compileChanges(
  collection: Collection,
  { type, picked, given }: RootField,
  place: Place,
): Result<CompiledChanges, Failure> {
  const filter = compileFilter(given.get("filter"), collection, place);
  if (!filter.ok) return filter;
  if (filter.value.related.length > 0) {
    return err(failure("0A000", "a filter of changes cannot look at related rows"));
  }
  const changeType = fieldType(type, picked.name);
  const members: GivenMember[] = [];
  const write = changeWriter(collection, changeType, { sets: picked.sets, place, members });
  if (!write.ok) return write;
  const start = JSON.stringify(picked.key);
  const follows: FollowedChanges = {
    kind: "changes",
    collection,
    where: filter.value.where,
    operations: operationsOf(given.get("operations")),
    since: sinceOf(given.get("since")),
    write(told) {
      const errors: GraphError[] = [];
      return { data: `{${start}:${write.value(told, errors)}}`, errors };
    },
  };
  return ok({ follows, members });
}

const wantedByDefault: ReadonlySet<ChangeKind> = new Set(["INSERT", "UPDATE", "DELETE"]);

function operationsOf(given: Given | undefined): FollowedChanges["operations"] {
  if (given === undefined) return () => wantedByDefault;
  return (variables) => {
    const found = given.find(variables);
    return new Set((Array.isArray(found) ? found : [found]) as readonly ChangeKind[]);
  };
}

function sinceOf(given: Given | undefined): FollowedChanges["since"] {
  if (given === undefined) return () => ok(null);
  return (variables): Result<Watermark, Failure> => {
    const text = String(given.find(variables));
    const sequence = Number(text);
    if (Number.isSafeInteger(sequence) && sequence >= 0) return ok(watermark(sequence));
    return err(failure("22023", `since is the sequence of a change, which ${text} cannot be`));
  };
}

type Part = (told: ToldChange, errors: GraphError[]) => string;

interface Asked {
  readonly place: Place;
  /** Gathers what is to be read. */
  readonly members: GivenMember[];
}

function changeWriter(
  collection: Collection,
  type: GraphQLObjectType,
  { sets, place, members }: Asked & Pick<RootField["picked"], "sets">,
): Result<Part, Failure> {
  const parts: Part[] = [];
  for (const picked of pickFields(type, sets, place.compiling)) {
    const name = JSON.stringify(picked.key);
    const part = partOf(collection, type, { picked, place: inside(place, picked.key), members });
    if (!part.ok) return part;
    parts.push((told, errors) => `${name}:${part.value(told, errors)}`);
  }
  return ok((told, errors) => `{${parts.map((part) => part(told, errors)).join()}}`);
}

function partOf(
  collection: Collection,
  type: GraphQLObjectType,
  { picked, place, members }: Asked & Pick<RootField, "picked">,
): Result<Part, Failure> {
  if (picked.name === "__typename") return ok(() => JSON.stringify(type.name));
  const meaning = meaningOf(place.compiling.graph, type.name, picked.name);
  switch (meaning.kind) {
    case "changeFact":
      return ok(facts[meaning.fact]);
    case "identity":
      return ok((told) => {
        const row = told.kind === "change" ? (told.event.after ?? told.event.before) : null;
        return row === null ? "null" : writeNodeId(row, collection);
      });
    case "changeRow": {
      const rowType = fieldType(type, picked.name);
      const row = compileChangeRow(collection, rowType, { sets: picked.sets, place });
      if (!row.ok) return row;
      if (meaning.image === "before" || row.value.related.length === 0) return ok(imageOf(meaning.image, row.value));
      const read = { collection, select: row.value.related, where: null, order: [], limit: null, offset: null };
      const member = members.push({ form: "given", read: { ...read, given: "caller" } }) - 1;
      return ok(nodeOf(row.value, member, place));
    }
    default:
      throw new TypeError(`${meaning.kind} in a change`);
  }
}

function imageOf(image: "after" | "before", { write }: ChangeRow): Part {
  return (told) => {
    const row = told.kind === "change" ? told.event[image] : null;
    return row === null ? "null" : write(row, nothing);
  };
}

const nothing: ReadonlyMap<string, string> = new Map();

/** The row as it is since, with what is related to it now. */
function nodeOf({ write, promised }: ChangeRow, member: number, { path }: Place): Part {
  const place = path.map(String);
  return (told, errors) => {
    if (told.kind !== "change" || told.event.after === null) return "null";
    if (!told.related.ok) {
      errors.push(failureError(told.related.error, place));
      return "null";
    }
    const related = told.related.value[member] ?? nothing;
    const missing = promised.find((name) => (related.get(name) ?? "null") === "null");
    if (missing === undefined) return write(told.event.after, related);
    // https://spec.graphql.org/October2021/#sec-Handling-Field-Errors: what holds it is null in its place.
    errors.push(failureError(gone, [...place, missing]));
    return "null";
  };
}

const gone = failure("PGRST116", "the related row is gone");

const facts: Readonly<Record<"sequence" | "operation" | "at" | "reset", Part>> = {
  sequence: (told) => `"${told.kind === "change" ? told.event.sequence : told.sequence}"`,
  operation: (told) => `"${told.kind === "change" ? told.event.operation : told.kind.toUpperCase()}"`,
  at: (told) => (told.kind === "change" ? JSON.stringify(told.event.at) : "null"),
  reset: (told) => (told.kind === "reset" ? `"${told.reason.toUpperCase()}"` : "null"),
};
