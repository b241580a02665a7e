import type { Failure } from "../kernel/failure.ts";
import type { Result } from "../kernel/result.ts";
import { type Access, givenSource, type Source } from "../rules/secure.ts";
import type { Column } from "../schema/model.ts";
import type { Checked, CompiledFunction, RowOutput } from "./compile.ts";
import { type StoredRows, storedRows } from "./rows.ts";

/** A function's rows as their caller sees them; 42501 where the caller may read none of the collection. */
export function sourceFor(fn: CompiledFunction, output: RowOutput, access: Access): Result<Source, Failure> {
  return givenSource(output.collection, givenBy(fn, output), access);
}

/** The columns of a record are all its caller's: its function has declared them. */
export function givenBy(fn: CompiledFunction, output: RowOutput): "caller" | "service" | "record" {
  return output.element === null ? fn.runs : "record";
}

/** @throws TypeError for rows that are not what the function `returns` */
export async function rowsOf(
  fn: CompiledFunction,
  outcome: unknown,
  { output, columns }: { readonly output: RowOutput; readonly columns: readonly Column[] },
): Promise<StoredRows> {
  return told(fn, async () => {
    const rows = output.kind === "rows" ? outcome : outcome === null ? [] : [outcome];
    if (!Array.isArray(rows)) throw new TypeError("no array");
    const { element } = output;
    const checked = element === null ? rows : await Promise.all(rows.map((row: unknown) => checkedValue(row, element)));
    return storedRows(checked, output.collection, columns);
  });
}

/** The values as JSON text. Throws TypeError for one that is not what the function `returns`. */
export async function valuesOf(fn: CompiledFunction, outcome: unknown, element: Checked): Promise<readonly string[]> {
  return told(fn, async () => {
    if (!Array.isArray(outcome)) throw new TypeError("no array");
    return Promise.all(outcome.map(async (value: unknown) => jsonText(await checkedValue(value, element))));
  });
}

export async function singleValue(fn: CompiledFunction, outcome: unknown, element: Checked): Promise<string> {
  return told(fn, async () => jsonText(await checkedValue(outcome, element)));
}

/** What the schema gives back, without what it does not know. */
async function checkedValue(value: unknown, { parse }: Checked): Promise<unknown> {
  const parsed = await parse.safeParseAsync(value);
  if (parsed.success) return parsed.data;
  throw new TypeError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}

function jsonText(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  return text ?? "null";
}

/** The caller is told nothing of it; whoever reads the log, which function it was. */
async function told<T>(fn: CompiledFunction, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`function ${fn.name} gave what it does not return: ${reason}`, { cause: error });
  }
}
