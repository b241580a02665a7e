/**
 * Whether an object in JSON text names a member twice, at any depth. The text is valid JSON. RFC 7519 section 4 lets a
 * verifier take the last one or refuse; who verified before us may have taken the first.
 */
export function hasRepeatedMember(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  let last: string | null = null;
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (piece === "{") open.push(new Set());
    else if (piece === "[") open.push(null);
    else if (piece === "}" || piece === "]") open.pop();
    else if (piece !== ":") last = piece;
    else if (last !== null) {
      const names = open.at(-1);
      const name: unknown = JSON.parse(last);
      if (typeof name !== "string" || names === null || names === undefined) continue;
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}
