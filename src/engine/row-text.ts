import type { Json } from "../kernel/json.ts";
import type { CellSource } from "../plan/cells.ts";
import type { ColumnType } from "../schema/kinds/kind.ts";
import type { Collection } from "../schema/model.ts";

/** PostgreSQL cuts values at this many bytes: https://github.com/postgres/postgres `ExecBuildSlotValueDescription`. */
const maxLength = 64;

/**
 * `(1, null, f)`: a given row as PostgreSQL shows one that failed. Null where only the database knows some column of it.
 */
export function rowText(collection: Collection, cells: readonly CellSource[], row: readonly Json[]): string | null {
  const texts: string[] = [];
  for (const column of collection.columns.values()) {
    const index = cells.findIndex((cell) => cell.column === column);
    const unknown = index === -1 && (column.generated || (column.hasDefault && column.default?.kind !== "value"));
    if (unknown) return null;
    const fallback = column.default?.kind === "value" ? column.default.stored : null;
    texts.push(shortened(valueText(index === -1 ? plain(fallback) : (row[index] ?? null), column.type)));
  }
  return `(${texts.join(", ")})`;
}

/** A stored value in PostgreSQL's text form. */
export function valueText(stored: Json, type: ColumnType): string {
  if (stored === null) return "null";
  switch (type.kind.name) {
    case "boolean":
      return stored === 1 ? "t" : "f";
    case "bytes":
      return `\\x${String(stored).toLowerCase()}`;
    case "timestamp":
      return String(stored).replace("T", " ").replace(/:00$/, "");
    case "list":
      return typeof stored === "string" ? arrayText(stored) : String(stored);
    default:
      return typeof stored === "string" ? stored : JSON.stringify(stored);
  }
}

/** `["a","b c"]` as `{a,"b c"}`. */
function arrayText(text: string): string {
  const items: Json = JSON.parse(text);
  if (!Array.isArray(items)) return text;
  const shown = items.map((item: Json) => {
    if (item === null) return "NULL";
    const plainText = typeof item === "string" ? item : JSON.stringify(item);
    return /^[^\s",{}\\]+$/.test(plainText) ? plainText : JSON.stringify(plainText);
  });
  return `{${shown.join(",")}}`;
}

function plain(stored: string | number | bigint | null): Json {
  return typeof stored === "bigint" ? String(stored) : stored;
}

function shortened(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
}
