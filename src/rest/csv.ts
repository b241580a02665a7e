import type { Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** A JSON array of rows as CSV, the first row's keys on top. Values as PostgreSQL writes them in a row (section 8.16.6). */
export function csvText(json: string): string {
  const objects: readonly Record<string, Json>[] = JSON.parse(json, numbersAsTheyStand);
  const header = Object.keys(objects[0] ?? {}).map(headerCell);
  const lines = objects.map((row) => Object.values(row).map(cellText).join(","));
  return [header.join(","), ...lines].join("\n");
}

class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): number {
    return Number(this.text);
  }
}

function numbersAsTheyStand(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" ? new NumberText(context?.source ?? String(value)) : value;
}

function headerCell(name: string): string {
  return /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof NumberText) return value.text;
  if (typeof value === "boolean") return value ? "t" : "f";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text !== "" && !/[",()\\\s]/.test(text)) return text;
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`;
}

/** A body of CSV (RFC 4180), its first line the names. `NULL` is null, as in PostgREST. */
export function parseCsv(text: string): Result<readonly Record<string, Json>[], string> {
  const [header, ...lines] = csvLines(text);
  if (header === undefined) return err("not enough input");
  if (lines.some((line) => line.length !== header.length)) return err("All lines must have same number of fields");
  return ok(lines.map((line) => Object.fromEntries(header.map((name, index) => [name, csvValue(line[index] ?? "")]))));
}

function csvValue(cell: string): Json {
  return cell === "NULL" ? null : cell;
}

function csvLines(text: string): readonly (readonly string[])[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  const lines: string[][] = [];
  let line: string[] = [];
  while (cell.lastIndex < text.length || line.length > 0) {
    const found = cell.exec(text);
    if (found === null) return [];
    const [, quoted, bare = "", end] = found;
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
    if (end === "") break;
  }
  return lines;
}
