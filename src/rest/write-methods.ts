import type { WriteAnswer } from "../engine/request.ts";
import type { PreferenceName, Preferences } from "./prefer.ts";
import type { ShapeHead } from "./shape.ts";

/** How one method writes, and what of it the answer shows. */
export interface WriteMethod {
  readonly action: Exclude<ShapeHead["action"], "read">;
  readonly takesBody: boolean;
  /** `columns` says what is taken from the body. */
  readonly takesColumns: boolean;
  readonly applied: readonly PreferenceName[];
  readonly status: (answer: WriteAnswer, preferences: Preferences) => 200 | 201 | 204;
  /** The first row's number in Content-Range, `none` for `*`; null for no such header. */
  readonly range: "rows" | "none" | null;
}

const common: readonly PreferenceName[] = ["return", "count", "transaction", "handling", "timezone"];

const rowsOrNothing: WriteMethod["status"] = (_, preferences) => (preferences.return === "representation" ? 200 : 204);

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#insert and the sections after it */
export const writeMethods: ReadonlyMap<string, WriteMethod> = new Map<string, WriteMethod>([
  [
    "POST",
    {
      action: "insert",
      takesBody: true,
      takesColumns: true,
      applied: ["resolution", "missing", ...common],
      // An upsert that made no row has created nothing.
      status: ({ inserted }, { resolution }) => (resolution === "merge-duplicates" && inserted === 0 ? 200 : 201),
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
      status: rowsOrNothing,
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
      status: (answer, preferences) =>
        preferences.return === "representation" && answer.inserted > 0 ? 201 : rowsOrNothing(answer, preferences),
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
      status: rowsOrNothing,
      range: "none",
    },
  ],
]);
