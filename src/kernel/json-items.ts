/**
 * The items of a JSON array, each as it is written. Only for text that is JSON: it looks at brackets and strings, and reads no
 * value, so that numbers keep all of their digits.
 */
export function jsonItems(array: string): readonly string[] {
  return parts(array, "]");
}

/** The values of a JSON object's members by their names, each as it is written: as `jsonItems`. */
export function jsonMembers(object: string): ReadonlyMap<string, string> {
  return new Map(
    parts(object, "}").map((member) => {
      const end = stringEnd(member, 1) + 1;
      const value = member.slice(member.indexOf(":", end) + 1).trim();
      return [JSON.parse(member.slice(0, end)), value];
    }),
  );
}

/** What stands between the commas of an array or object. */
function parts(text: string, end: "]" | "}"): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = stringEnd(text, at + 1);
    else if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    else if (sign === "," && depth === 1) {
      items.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start, text.lastIndexOf(end)).trim();
  return last === "" ? items : [...items, last];
}

/** Of the JSON string around a place inside it the closing quote; the text's end where there is none. */
export function stringEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}
