import { createHash } from "node:crypto";
import { type Delta, difference, type ShownRow } from "../live/query-diff.ts";
import { digestBytes, rowText } from "../wire/held-rows.ts";

/**
 * The steps from rows of which somebody has digests to these; null where most of the rows would have to be told anyway. A row
 * that has changed is taken out and put in.
 */
export function stepsFromHeld(held: readonly string[], rows: readonly string[]): readonly Delta[] | null {
  const after = numbered(rows.map(digestOf)).map((key, at): ShownRow => ({ key, json: rows[at] ?? "null" }));
  const texts = new Map(after.map(({ key, json }) => [key, json]));
  const before = numbered(held).map((key): ShownRow => ({ key, json: texts.get(key) ?? "" }));
  const kept = before.filter(({ key }) => texts.has(key)).length;
  return kept * 2 < rows.length ? null : difference(before, after);
}

/** Equal rows are told apart by their number. */
function numbered(digests: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return digests.map((digest) => {
    const number = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, number);
    return `${number} ${digest}`;
  });
}

function digestOf(json: string): string {
  const hash = createHash("sha256")
    .update(rowText(JSON.parse(json)))
    .digest();
  return hash.subarray(0, digestBytes).toString("base64url");
}
