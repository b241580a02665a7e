import type { ReadRequest } from "../engine/request.ts";
import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Argument, ArgumentValue, Embed, Filter, Order, Read, Selection } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import { type Access, type Source, sourceOf } from "../rules/secure.ts";
import type { Collection, Relation } from "../schema/model.ts";
import { isToOne } from "../schema/model.ts";
import type { Interest } from "./live.ts";
import { compileMatch } from "./match.ts";
import type { Shown } from "./query-row.ts";

/** A read as it was asked for. */
export interface AskedRead {
  /** Equal for two reads only if they are equal but for their arguments. */
  readonly shape: string;
  readonly read: Read;
  readonly arguments: readonly ArgumentValue[];
}

/** How the rows of a query are kept up. */
export interface QueryPlan {
  readonly request: ReadRequest;
  readonly interests: readonly Interest[];
  /** Null: the read is run again after changes. */
  readonly window: WindowPlan | null;
}

/** A query whose rows follow from changes. */
export interface WindowPlan {
  readonly collection: Collection;
  readonly matches: (row: Row) => boolean;
  readonly shown: readonly Shown[];
  /** The columns that a row is kept with; null: all. */
  readonly kept: readonly string[] | null;
  readonly embeds: readonly EmbedPlan[];
  readonly order: readonly WindowOrder[];
  /** Which of the rows are shown: from the first, up to before the second. */
  readonly offset: number;
  readonly end: number;
  /** How many are held: some more than are shown, so that one that leaves has a successor. */
  readonly held: number;
}

export interface EmbedPlan {
  /** Its name in the request, and in the read that is run. */
  readonly as: string;
  readonly name: string;
  readonly spread: boolean;
  readonly select: readonly Selection[];
  readonly shown: readonly Shown[];
  readonly kept: readonly string[] | null;
  readonly collection: Collection;
  readonly relation: Relation;
  readonly matches: (row: Row) => boolean;
  /** Rows without it fall out. */
  readonly inner: boolean;
  /** Which rows there are, or in which order, depends on it. */
  readonly decides: boolean;
  readonly readable: readonly string[];
}

export interface WindowOrder extends Order {
  /** The place of the embed; null: the row's own column. */
  readonly embedAt: number | null;
}

const spare = 10;
/** Longer windows are run again. */
const maxWindow = 1_000;

export interface PlanOptions extends Access {
  /** The most rows of an answer. */
  readonly maxRows: number;
}

/** How to keep a read up to date. Fails as the read itself would, and with 0A000 for what has no changes. */
export function planQuery(asked: AskedRead, options: PlanOptions): Result<QueryPlan, Failure> {
  const window = windowOf(asked, options);
  if (!window.ok) return window;
  if (window.value !== null) return ok(windowPlan(asked, window.value));
  const { shape, read, arguments: values } = asked;
  const request = { shape, build: () => ok(read), arguments: values, total: false };
  const interests = [...new Set(collectionsOf(read, options.model))].map((collection) => interest(collection, null));
  return ok({ request, interests, window: null });
}

/** Null where the rows do not follow from changes. */
function windowOf(asked: AskedRead, options: PlanOptions): Result<WindowPlan | null, Failure> {
  const { read } = asked;
  const source = sourceOf(read.collection, options);
  if (!source.ok) return source;
  const isPlain = read.given === undefined && read.keyset === undefined && read.select.every(isFollowable);
  const bounds = windowBounds(asked, options.maxRows);
  if (!isPlain || bounds === null || !areShown(source.value, read.collection.primaryKey)) return ok(null);
  const matches = matchesOf(read.where, asked.arguments);
  if (!matches.ok) return matches.error.code === "0A000" ? ok(null) : matches;
  const embeds: EmbedPlan[] = [];
  for (const selection of read.select) {
    if (selection.kind !== "embed") continue;
    const embed = embedOf(selection, { asked, options, source: source.value, at: embeds.length });
    if (!embed.ok) return embed;
    if (embed.value === null) return ok(null);
    embeds.push(embed.value);
  }
  const order = orderOf(read, embeds);
  if (order === null) return ok(null);
  const near = embeds.flatMap(({ relation }) => relation.pairs.map(({ from }) => from));
  const kept = keptOf(read.select, [...read.collection.primaryKey, ...near, ...orderedBy(order, null)]);
  const shown = shownOf(read.select);
  return ok({ collection: read.collection, matches: matches.value, shown, kept, embeds, order, ...bounds });
}

function isFollowable(selection: Selection): boolean {
  if (selection.kind === "all") return true;
  if (selection.kind === "field") return selection.cast === null;
  if (selection.kind !== "embed") return false;
  const { relation, read } = selection;
  const isWhole = read.limit === null && read.offset === null && read.order.length === 0;
  const isFlat = read.select.every((inner) => inner.kind !== "embed" && isFollowable(inner));
  return isToOne(relation) && relation.junction === null && isWhole && isFlat;
}

function areShown({ columns, masks }: Source, names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => !masks.has(name) && columns.some((column) => column.name === name));
}

function matchesOf(filter: Filter | null, given: readonly ArgumentValue[]): Result<(row: Row) => boolean, Failure> {
  return filter === null ? ok(() => true) : compileMatch(filter, given);
}

function shownOf(select: readonly Selection[]): readonly Shown[] {
  return select.flatMap((selection): Shown[] => {
    if (selection.kind === "all") return [null];
    return selection.kind === "field" ? [{ as: selection.as, field: selection.field }] : [];
  });
}

interface Around {
  readonly asked: AskedRead;
  readonly options: PlanOptions;
  readonly source: Source;
  readonly at: number;
}

function embedOf(embed: Embed, { asked, options, source, at }: Around): Result<EmbedPlan | null, Failure> {
  const { relation, read, as, spread, join } = embed;
  const target = sourceOf(read.collection, options);
  if (!target.ok) return target;
  const near = relation.pairs.map(({ from }) => from);
  const far = [...relation.pairs.map(({ to }) => to), ...read.collection.primaryKey];
  if (!areShown(source, near) || !areShown(target.value, far)) return ok(null);
  const matches = matchesOf(read.where, asked.arguments);
  if (!matches.ok) return matches.error.code === "0A000" ? ok(null) : matches;
  const inner = join === "inner";
  return ok({
    as,
    name: freeName(asked.read.collection, at),
    spread,
    select: read.select,
    shown: shownOf(read.select),
    kept: keptOf(read.select, [...far, ...orderedBy(asked.read.order, as)]),
    collection: read.collection,
    relation,
    matches: matches.value,
    inner,
    decides: inner || asked.read.order.some((term) => term.embed === as),
    readable: target.value.columns.map(({ name }) => name),
  });
}

function freeName({ columns }: Collection, at: number): string {
  let name = `embed ${at}`;
  while (columns.has(name)) name += " ";
  return name;
}

/** The order, told apart by the key; null where it cannot be told in memory. */
function orderOf({ collection, order }: Read, embeds: readonly EmbedPlan[]): readonly WindowOrder[] | null {
  const terms: WindowOrder[] = [];
  for (const term of order) {
    const { field, embed } = term;
    const { name } = field.column.type.kind;
    const isComparable = field.path.length > 0 ? field.asText : name !== "json" && name !== "list";
    const embedAt = embed === null ? null : embeds.findIndex(({ as }) => as === embed);
    if (!isComparable || term.rank !== undefined || embedAt === -1) return null;
    terms.push({ ...term, embedAt });
  }
  const descending = order.at(-1)?.descending ?? false;
  for (const name of collection.primaryKey) {
    const column = collection.columns.get(name);
    const stands = order.some(
      ({ embed, field }) => embed === null && field.column === column && field.path.length === 0,
    );
    if (column === undefined || stands) continue;
    const field = { column, path: [], asText: false };
    terms.push({ embed: null, field, descending, nulls: null, embedAt: null });
  }
  return terms;
}

function windowBounds(
  { read, arguments: given }: AskedRead,
  maxRows: number,
): Pick<WindowPlan, "offset" | "end" | "held"> | null {
  const offset = countOf(read.offset, given) ?? 0;
  const most = Math.min(read.collection.maxRows ?? maxRows, maxRows);
  const limit = Math.min(countOf(read.limit, given) ?? most, most);
  const end = offset + limit;
  if (!(limit > 0) || !(end <= maxWindow)) return null;
  // A window beyond what one answer may hold could not be read.
  const held = Math.min(end + spare, most);
  return held < end ? null : { offset, end, held };
}

function countOf(argument: Argument | null, given: readonly ArgumentValue[]): number | null {
  const value = argument === null ? null : given[argument.argument];
  if (value == null) return null;
  return Number(value.kind === "text" ? value.text : value.kind === "json" ? value.json : Number.NaN);
}

function windowPlan({ shape, read, arguments: given }: AskedRead, window: WindowPlan): QueryPlan {
  const { collection, embeds, order, held } = window;
  const select = [...fieldsOf(window.kept, collection)];
  for (const [at, asked] of read.select.filter((selection) => selection.kind === "embed").entries()) {
    const embed = embeds[at];
    if (embed === undefined) continue;
    const inner = { ...asked.read, select: fieldsOf(embed.kept, embed.collection) };
    select.push({ ...asked, as: embed.name, spread: false, read: inner });
  }
  const terms = order.map(({ embedAt, ...term }): Order => {
    return { ...term, embed: embedAt === null ? null : (embeds[embedAt]?.name ?? null) };
  });
  const limit = { argument: given.length };
  const whole: Read = { ...read, select, order: terms, limit, offset: null };
  return {
    request: {
      shape: `live ${shape}`,
      build: () => ok(whole),
      arguments: [...given, { kind: "text", text: String(held) }],
      total: false,
    },
    interests: [
      interest(collection, read.where === null ? null : { filter: read.where, arguments: given }),
      ...embeds.map((embed) => interest(embed.collection, null)),
    ],
    window,
  };
}

/** What a row is kept with: what is shown of it, and what tells its place. */
function keptOf(select: readonly Selection[], more: readonly string[]): readonly string[] | null {
  if (select.some(({ kind }) => kind === "all")) return null;
  const shown = select.flatMap((selection) => (selection.kind === "field" ? [selection.field.column.name] : []));
  return [...new Set([...shown, ...more])];
}

function orderedBy(order: readonly Order[], of: string | null): readonly string[] {
  return order.flatMap(({ embed, field }) => (embed === of ? [field.column.name] : []));
}

function fieldsOf(kept: readonly string[] | null, { columns }: Collection): readonly Selection[] {
  if (kept === null) return [{ kind: "all" }];
  return kept.flatMap((name): Selection[] => {
    const column = columns.get(name);
    if (column === undefined) return [];
    return [{ kind: "field", field: { column, path: [], asText: false }, as: name, cast: null }];
  });
}

function interest(collection: Collection, where: Interest["where"]): Interest {
  return { collection, operations: new Set(["INSERT", "UPDATE", "DELETE"]), where, leaving: true, columns: null };
}

/** Every table that the read looks at. */
function* collectionsOf(read: Read, model: Access["model"]): Generator<Collection> {
  yield read.collection;
  for (const selection of read.select) {
    if (selection.kind !== "embed") continue;
    const junction = selection.relation.junction?.collection;
    const between = junction === undefined ? undefined : model.collections.get(junction);
    if (between !== undefined) yield between;
    yield* collectionsOf(selection.read, model);
  }
}
