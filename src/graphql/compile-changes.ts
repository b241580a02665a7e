import type { GraphQLObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { Collection } from "../schema/model.ts";
import { type RowWriter, rowWriter, writeNodeId } from "./change-row.ts";
import { compileFilter } from "./compile-filter.ts";
import { fieldType } from "./compile-page.ts";
import type { Place } from "./compiling.ts";
import { pickFields } from "./fields.ts";
import type { Given } from "./given.ts";
import { meaningOf } from "./meaning.ts";
import type { ChangeKind, FollowedChanges, RootField, ToldChange } from "./operation.ts";

/** `articlesChanges(…)`. What a change is told by is looked up once; changes themselves are written out of memory. */
export function compileChanges(
  collection: Collection,
  { type, picked, given }: RootField,
  place: Place,
): Result<FollowedChanges, Failure> {
  const filter = compileFilter(given.get("filter"), collection, place);
  if (!filter.ok) return filter;
  if (filter.value.related.length > 0) {
    return err(failure("0A000", "a filter of changes cannot look at related rows"));
  }
  const changeType = fieldType(type, picked.name);
  const write = changeWriter(collection, changeType, { sets: picked.sets, place });
  if (!write.ok) return write;
  const start = JSON.stringify(picked.key);
  return ok({
    kind: "changes",
    collection,
    where: filter.value.where,
    operations: operationsOf(given.get("operations")),
    since: sinceOf(given.get("since")),
    write: (told) => `{${start}:${write.value(told)}}`,
  });
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

type Part = (told: ToldChange) => string;

interface Asked {
  readonly sets: RootField["picked"]["sets"];
  readonly place: Place;
}

function changeWriter(collection: Collection, type: GraphQLObjectType, { sets, place }: Asked): Result<Part, Failure> {
  const parts: Part[] = [];
  for (const picked of pickFields(type, sets, place.compiling)) {
    const name = JSON.stringify(picked.key);
    const part = partOf(collection, type, { picked, place });
    if (!part.ok) return part;
    parts.push((told) => `${name}:${part.value(told)}`);
  }
  return ok((told) => `{${parts.map((part) => part(told)).join()}}`);
}

function partOf(
  collection: Collection,
  type: GraphQLObjectType,
  { picked, place }: { readonly picked: RootField["picked"]; readonly place: Place },
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
      const written = rowWriter(collection, rowType, { sets: picked.sets, place });
      return written.ok ? ok(imageOf(meaning.image, written.value)) : written;
    }
    default:
      throw new TypeError(`${meaning.kind} in a change`);
  }
}

function imageOf(image: "after" | "before", write: RowWriter): Part {
  return (told) => {
    const row = told.kind === "change" ? told.event[image] : null;
    return row === null ? "null" : write(row);
  };
}

const facts: Readonly<Record<"sequence" | "operation" | "at" | "reset", Part>> = {
  sequence: (told) => `"${told.kind === "change" ? told.event.sequence : told.sequence}"`,
  operation: (told) => `"${told.kind === "change" ? told.event.operation : told.kind.toUpperCase()}"`,
  at: (told) => (told.kind === "change" ? JSON.stringify(told.event.at) : "null"),
  reset: (told) => (told.kind === "reset" ? `"${told.reason.toUpperCase()}"` : "null"),
};
