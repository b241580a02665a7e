/**
 * The items of a JSON array, each as it is written. Only for text that is JSON: it looks at brackets and strings, and reads no
 * value, so that numbers keep all of their digits.
 */
export function jsonItems(array: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < array.length; at++) {
    const sign = array[at];
    if (sign === '"') at = stringEnd(array, at + 1);
    else if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    else if (sign === "," && depth === 1) {
      items.push(array.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = array.slice(start, array.lastIndexOf("]")).trim();
  return last === "" ? items : [...items, last];
}

/** Of the JSON string around a place inside it the closing quote; the text's end where there is none. */
export function stringEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}
