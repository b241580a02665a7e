import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Filter, Selection } from "../query/read.ts";
import type { Conflict, Write } from "../query/write.ts";
import type { Collection, Column, Model } from "../schema/model.ts";
import { placeEmbedded, windowArguments } from "./build-read.ts";
import { unknownPayloadColumn, visibleColumn } from "./failures.ts";
import { freezeSelect, type Node } from "./node.ts";
import { type ParsedQuery, parseSkeleton } from "./parse-shape.ts";
import { plant } from "./plant.ts";
import { resolveRowFilter } from "./resolve-filter.ts";
import type { ShapeHead } from "./shape.ts";

/** A request's write, from nothing but its shape and the model. */
export function buildWrite(model: Model, head: ShapeHead, skeleton: string): Result<Write, Failure> {
  const parsed = parseSkeleton(skeleton);
  if (!parsed.ok) return parsed;
  const root = plant(model, head.collection, parsed.value.select);
  if (!root.ok) return root;
  const filters = placeEmbedded(root.value, parsed.value, (logic) => resolveRowFilter(root.value, logic));
  if (!filters.ok) return filters;
  const columns = collect(head.columns, (name) => payloadColumn(root.value.collection, name));
  if (!columns.ok) return columns;
  const draft: Draft = {
    head,
    parsed: parsed.value,
    root: root.value,
    filters: filters.value,
    columns: columns.value,
  };
  return builders[head.action](draft);
}

interface Draft {
  readonly head: ShapeHead;
  readonly parsed: ParsedQuery;
  readonly root: Node;
  readonly filters: readonly Filter[];
  readonly columns: readonly Column[];
}

const builders: Readonly<Record<ShapeHead["action"], (draft: Draft) => Result<Write, Failure>>> = {
  read: () => {
    throw new TypeError("a read is no write");
  },
  insert: buildInsert,
  put: buildInsert,
  update: (draft) => withRows(draft, (rows) => ({ kind: "update", columns: draft.columns, ...rows })),
  delete: (draft) => withRows(draft, (rows) => ({ kind: "delete", ...rows })),
};

/** On an insert PostgREST takes no notice of filters and limits of the top level. */
function buildInsert(draft: Draft): Result<Write, Failure> {
  const { collection } = draft.root;
  const conflict = buildConflict(draft);
  if (!conflict.ok) return conflict;
  return ok({
    kind: "insert",
    collection,
    columns: draft.columns,
    conflict: conflict.value,
    returning: returningOf(draft),
    order: draft.root.order,
  });
}

function buildConflict({ head, parsed, root }: Draft): Result<Conflict | null, Failure> {
  const { collection } = root;
  if (head.action === "put") return ok({ action: "merge", columns: collection.primaryKey });
  if (head.resolution === null) return ok(null);
  const wanted = parsed.onConflict ?? collection.primaryKey;
  for (const name of wanted) {
    if (visibleColumn(collection, name) === null) return err(failure("42703", `column "${name}" does not exist`));
  }
  const names = [...new Set(wanted)].sort().join();
  const found = collection.uniques.find((set) => !set.partial && [...set.columns].sort().join() === names);
  if (found !== undefined) return ok({ action: head.resolution, columns: found.columns });
  return err(failure("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification"));
}

type Rows = Pick<
  Extract<Write, { kind: "delete" }>,
  "collection" | "where" | "order" | "limit" | "offset" | "returning"
>;

/** A limit on an update or delete needs an order, as in PostgREST 10 to 12: without one the rows are anybody's guess. */
function withRows(draft: Draft, make: (rows: Rows) => Write): Result<Write, Failure> {
  const { head, filters, root, parsed } = draft;
  const [first, ...others] = filters;
  if ((head.limited || head.skipped) && root.order.length === 0) {
    return err(
      failure("PGRST109", "A 'limit' was applied without an explicit 'order'", {
        hint: "Apply an 'order' using unique column(s)",
      }),
    );
  }
  return ok(
    make({
      collection: root.collection,
      where: first === undefined ? null : others.length === 0 ? first : { kind: "and", items: filters },
      order: root.order,
      ...windowArguments(head, parsed),
      returning: returningOf(draft),
    }),
  );
}

function returningOf({ head, root }: Draft): readonly Selection[] | null {
  if (head.returning === "rows") return freezeSelect(root);
  return head.returning === "key" ? keySelection(root.collection) : null;
}

function keySelection(collection: Collection): readonly Selection[] {
  return collection.primaryKey.flatMap((name): Selection[] => {
    const column = visibleColumn(collection, name);
    const field = column === null ? null : { column, path: [], asText: false };
    return field === null ? [] : [{ kind: "field", field, as: name, cast: null }];
  });
}

function payloadColumn(collection: Collection, name: string): Result<Column, Failure> {
  const column = visibleColumn(collection, name);
  return column === null ? err(unknownPayloadColumn(collection, name)) : ok(column);
}
