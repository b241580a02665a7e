import type { App } from "../../src/define.ts";
import { readView } from "../../src/schema/view-source.ts";
import type { ViewSnapshot } from "./snapshot.ts";

/** The views of a definition, each after those that it selects from. */
export function readViews(app: App): readonly ViewSnapshot[] {
  const views = app.collections.flatMap((definition): ViewSnapshot[] => {
    if (definition.kind !== "view") return [];
    const { name, sql, declared, fields } = readView(definition.view);
    return [{ name, columns: fields.map((field) => field.name), byPlace: declared === null, sql }];
  });
  return basesFirst(views);
}

export interface ViewChange {
  /** Dependent ones first. */
  readonly dropped: readonly ViewSnapshot[];
  readonly created: readonly ViewSnapshot[];
}

/**
 * Views hold no rows, so whatever differs is dropped and made anew; and so is what mentions a table or view that is
 * touched, because SQLite refuses to rename or drop a column while a view would break.
 */
export function changeViews(
  before: readonly ViewSnapshot[],
  after: readonly ViewSnapshot[],
  touched: ReadonlySet<string>,
): ViewChange {
  const names = new Set(touched);
  const same = new Set(after.map((view) => JSON.stringify(view)));
  for (const view of before) if (!same.has(JSON.stringify(view))) names.add(view.name);
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const view of before) if ([...names].some((name) => mentions(view, name))) names.add(view.name);
  }
  const dropped = before.filter((view) => names.has(view.name));
  const kept = new Set(before.filter((view) => !dropped.includes(view)).map((view) => view.name));
  return { dropped: [...dropped].reverse(), created: after.filter((view) => !kept.has(view.name)) };
}

/** SQL is not parsed: a word that is no table's name costs a view made anew. */
function mentions(view: ViewSnapshot, name: string): boolean {
  return view.sql.replaceAll('""', '"').toLowerCase().includes(name.toLowerCase());
}

function basesFirst(views: readonly ViewSnapshot[]): readonly ViewSnapshot[] {
  const ordered = new Set<ViewSnapshot>();
  const entered = new Set<ViewSnapshot>();
  const visit = (view: ViewSnapshot): void => {
    if (entered.has(view)) return;
    entered.add(view);
    for (const other of views) if (other !== view && mentions(view, other.name)) visit(other);
    ordered.add(view);
  };
  for (const view of views) visit(view);
  return [...ordered];
}
