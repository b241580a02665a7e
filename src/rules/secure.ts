import { type Failure, failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Embed, Field, Filter, Page, PageMember, Read, Selection } from "../query/read.ts";
import type { Collection, Column, Model, Relation } from "../schema/model.ts";
import { anyOf, type Expression, holds, yes } from "./expression.ts";
import type { Permission, Policy } from "./policy.ts";

/** A read that the rules have rewritten: nothing in it reaches a row or a column that the caller may not see. */
export interface SecuredRead extends Omit<Read, "select" | "page"> {
  readonly source: Source;
  readonly select: readonly SecuredSelection[];
  readonly page?: SecuredPage;
  /** Every embed that was asked for, those that show nothing too. */
  readonly embeds: readonly SecuredEmbed[];
}

export type SecuredSelection =
  | Exclude<Selection, { kind: "all" } | { kind: "embed" } | { kind: "group" }>
  | SecuredGroup
  | SecuredEmbed;

export interface SecuredGroup {
  readonly kind: "group";
  readonly as: string;
  readonly select: readonly SecuredSelection[];
}

export interface SecuredPage extends Omit<Page, "members"> {
  readonly members: readonly SecuredPageMember[];
}

export type SecuredPageMember =
  | Exclude<PageMember, { kind: "edges" | "aggregates" }>
  | SelectingMember<"edges">
  | SelectingMember<"aggregates">;

interface SelectingMember<Kind> {
  readonly kind: Kind;
  readonly as: string;
  readonly select: readonly SecuredSelection[];
}

export interface SecuredEmbed extends Omit<Embed, "read"> {
  readonly read: SecuredRead;
  /** The junction of a many-to-many relation is read under its own rules. */
  readonly junction: Source | null;
}

/** A table as the caller sees it. */
export interface Source {
  readonly collection: Collection;
  /** The rows that exist for the caller. */
  readonly rows: Expression;
  /** Columns that show only on some of those rows, and on which; elsewhere they are NULL, to filters and orders too. */
  readonly masks: ReadonlyMap<string, Expression>;
  /** The columns that exist for the caller, in the table's order. */
  readonly columns: readonly Column[];
  /** The rows are not the table's: they come with the request. */
  readonly given: boolean;
}

/** Under which rules a query is rewritten. */
export interface Access {
  readonly model: Model;
  readonly policy: Policy;
  readonly role: string;
}

/** Rewrites a read for a role. Fails with 42501 where the role may not read a collection or column that it names. */
export function secureRead(read: Read, access: Access): Result<SecuredRead, Failure> {
  const source = sourceOfRead(read, access);
  if (!source.ok) return source;
  const named = [...namedColumns(read)];
  const refused = named.find((column) => !source.value.columns.includes(column));
  if (refused !== undefined) return err(denied(read.collection, refused.name));
  const select = secureSelect(read.select, source.value, access);
  if (!select.ok) return select;
  const page = securePage(read.page, source.value, access);
  if (!page.ok) return page;
  const embeds = [...embedsIn(select.value), ...selectsOf(page.value).flatMap((each) => [...embedsIn(each)])];
  for (const order of read.order) {
    const embed = embeds.find((item) => item.as === order.embed);
    if (embed !== undefined && !embed.read.source.columns.includes(order.field.column)) {
      return err(denied(embed.read.collection, order.field.column.name));
    }
  }
  const { page: _, ...rest } = read;
  const paged = page.value === undefined ? {} : { page: page.value };
  return ok({ ...rest, ...paged, source: source.value, select: select.value, embeds });
}

function secureSelect(
  select: readonly Selection[],
  source: Source,
  access: Access,
): Result<readonly SecuredSelection[], Failure> {
  const secured: SecuredSelection[] = [];
  for (const selection of select) {
    const made = secureSelection(selection, source, access);
    if (!made.ok) return made;
    secured.push(...made.value);
  }
  return ok(secured);
}

function securePage(page: Page | undefined, source: Source, access: Access): Result<SecuredPage | undefined, Failure> {
  if (page === undefined) return ok(undefined);
  const members = collect(page.members, (member): Result<SecuredPageMember, Failure> => {
    if (!("select" in member)) return ok(member);
    const select = secureSelect(member.select, source, access);
    return select.ok ? ok({ ...member, select: select.value }) : select;
  });
  return members.ok ? ok({ ...page, members: members.value }) : members;
}

function selectsOf(page: SecuredPage | undefined): readonly (readonly SecuredSelection[])[] {
  return (page?.members ?? []).flatMap((member) => ("select" in member ? [member.select] : []));
}

function* embedsIn(select: readonly SecuredSelection[]): Generator<SecuredEmbed> {
  for (const selection of select) {
    if (selection.kind === "embed") yield selection;
    else if (selection.kind === "group") yield* embedsIn(selection.select);
  }
}

function sourceOfRead({ collection, given, internal = false }: Read, access: Access): Result<Source, Failure> {
  if (given !== undefined) return givenSource(collection, given, access);
  const source = sourceOf(collection, access);
  const isWhole = internal && access.role === serviceRole;
  return source.ok && isWhole ? ok({ ...source.value, columns: [...collection.columns.values()] }) : source;
}

/** A collection as a role sees it; 42501 where it may see nothing. */
export function sourceOf(collection: Collection, access: Access): Result<Source, Failure> {
  const permissions = access.policy.permissions(collection.name, "select", access.role);
  if (permissions.length === 0) return err(denied(collection));
  const masks = new Map<string, Expression>();
  const columns: Column[] = [];
  for (const column of collection.columns.values()) {
    const showing = permissions.filter((permission) => shows(permission, column));
    if (column.hidden || showing.length === 0) continue;
    columns.push(column);
    if (showing.length < permissions.length) {
      const mask = anyOf(showing.map((permission) => permission.when));
      if (!holds(mask)) masks.set(column.name, mask);
    }
  }
  const rows = anyOf(permissions.map((permission) => permission.when));
  return ok({ collection, rows, masks, columns, given: false });
}

/**
 * Rows that a function gave in a collection's place. Which rows it gives is the function's to say; of their columns come out
 * those that the role may read, and of the service's rows only where it may: what the caller has found is masked already.
 */
export function givenSource(
  collection: Collection,
  by: NonNullable<Read["given"]>,
  access: Access,
): Result<Source, Failure> {
  const whole = { collection, rows: yes, masks: new Map(), given: true };
  if (by === "record") return ok({ ...whole, columns: [...collection.columns.values()] });
  const source = sourceOf(collection, access);
  if (!source.ok) return source;
  const { columns, masks } = source.value;
  return ok({ ...whole, columns, masks: by === "service" ? masks : whole.masks });
}

/** PostgreSQL's words for a missing right. The hint names the column only to somebody who named it. */
export function denied({ kind, name }: Pick<Collection, "kind" | "name">, column?: string): Failure {
  const hint = column === undefined ? null : `The column "${column}" is not granted to this role.`;
  return failure("42501", `permission denied for ${kind} ${name}`, { hint });
}

function shows(permission: Permission, column: Column): boolean {
  return permission.columns === null || permission.columns.has(column.name);
}

function secureSelection(
  selection: Selection,
  source: Source,
  access: Access,
): Result<readonly SecuredSelection[], Failure> {
  if (selection.kind === "all") {
    return ok(
      source.columns.filter(isShown).map((column) => ({
        kind: "field" as const,
        field: { column, path: [], asText: false },
        as: column.name,
        cast: null,
      })),
    );
  }
  if (selection.kind === "group") {
    const select = secureSelect(selection.select, source, access);
    return select.ok ? ok([{ ...selection, select: select.value }]) : select;
  }
  if (selection.kind !== "embed") return ok([selection]);
  const read = secureRead(selection.read, access);
  if (!read.ok) return read;
  const joins = joinColumns(selection.relation);
  const hidden =
    joins.near.find((name) => !reads(source, name)) ?? joins.far.find((name) => !reads(read.value.source, name));
  if (hidden !== undefined) {
    const owner = joins.near.includes(hidden) ? source : read.value.source;
    return err(denied(owner.collection, hidden));
  }
  const junction = secureJunction(selection.relation, access);
  if (!junction.ok) return junction;
  return ok([{ ...selection, read: read.value, junction: junction.value }]);
}

/** Where hidden columns exist they must be named. */
function isShown({ hidden }: Column): boolean {
  return !hidden;
}

function secureJunction(relation: Relation, access: Access): Result<Source | null, Failure> {
  const { junction } = relation;
  if (junction === null) return ok(null);
  const collection = access.model.collections.get(junction.collection);
  if (collection === undefined) return err(denied({ kind: "table", name: junction.collection }));
  const source = sourceOf(collection, access);
  if (!source.ok) return source;
  const names = [...junction.near.map((pair) => pair.to), ...junction.far.map((pair) => pair.from)];
  const refused = names.find((name) => !reads(source.value, name));
  return refused === undefined ? source : err(denied(collection, refused));
}

function joinColumns(relation: Relation): { readonly near: readonly string[]; readonly far: readonly string[] } {
  const near = relation.junction?.near ?? relation.pairs;
  const far = relation.junction?.far ?? relation.pairs;
  return { near: near.map((pair) => pair.from), far: far.map((pair) => pair.to) };
}

function reads(source: Source, name: string): boolean {
  return source.columns.some((column) => column.name === name);
}

/** Every column of the read's own collection that it names: selected, filtered or ordered by. */
function* namedColumns(read: Read): Generator<Column> {
  yield* selectedColumns(read.select);
  for (const member of read.page?.members ?? []) if ("select" in member) yield* selectedColumns(member.select);
  if (read.where !== null) for (const field of filterFields(read.where)) yield field.column;
  for (const order of read.order) if (order.embed === null) yield order.field.column;
}

function* selectedColumns(select: readonly Selection[]): Generator<Column> {
  for (const selection of select) {
    if (selection.kind === "group") yield* selectedColumns(selection.select);
    else if (selection.kind === "identity") yield* selection.columns;
    else if ((selection.kind === "field" || selection.kind === "aggregate") && selection.field !== null) {
      yield selection.field.column;
    }
  }
}

function* filterFields(filter: Filter): Generator<Field> {
  if (filter.kind === "and" || filter.kind === "or") for (const item of filter.items) yield* filterFields(item);
  else if (filter.kind === "not") yield* filterFields(filter.item);
  else if (filter.kind === "compare") yield filter.field;
}
