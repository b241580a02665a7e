/** Remembers what was made of the last texts, such as headers that most requests share. Long ones are made each time. */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    const fresh = make(text);
    if (made.size >= maxEntries) made.clear();
    if (text.length <= maxLength) made.set(text, fresh);
    return fresh;
  };
}

const maxEntries = 200;
const maxLength = 300;
