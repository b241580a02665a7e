import type { PreferenceName } from "./prefer.ts";
import type { ShapeHead } from "./shape.ts";

/** How one method writes, and what of it the answer shows. */
export interface WriteMethod {
  readonly action: Exclude<ShapeHead["action"], "read">;
  readonly takesBody: boolean;
  /** `columns` says what is taken from the body. */
  readonly takesColumns: boolean;
  readonly applied: readonly PreferenceName[];
  /** Status with and without rows in the answer. */
  readonly status: { readonly rows: 200 | 201; readonly empty: 201 | 204 };
  /** The first row's number in Content-Range, `none` for `*`; null for no such header. */
  readonly range: "rows" | "none" | null;
}

const common: readonly PreferenceName[] = ["return", "count", "handling", "timezone"];

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#insert and the sections after it */
export const writeMethods: ReadonlyMap<string, WriteMethod> = new Map<string, WriteMethod>([
  [
    "POST",
    {
      action: "insert",
      takesBody: true,
      takesColumns: true,
      applied: ["resolution", "missing", ...common],
      status: { rows: 201, empty: 201 },
      range: "none",
    },
  ],
  [
    "PATCH",
    {
      action: "update",
      takesBody: true,
      takesColumns: true,
      applied: ["missing", ...common, "maxAffected"],
      status: { rows: 200, empty: 204 },
      range: "rows",
    },
  ],
  [
    "PUT",
    {
      action: "put",
      takesBody: true,
      takesColumns: false,
      applied: common,
      status: { rows: 200, empty: 204 },
      range: null,
    },
  ],
  [
    "DELETE",
    {
      action: "delete",
      takesBody: false,
      takesColumns: false,
      applied: [...common, "maxAffected"],
      status: { rows: 200, empty: 204 },
      range: "none",
    },
  ],
]);
