// TypeScript does not know the third argument yet: https://tc39.es/proposal-json-parse-with-source/ (V8 11.4).
const parse = JSON.parse as (
  text: string,
  revive?: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/**
 * Parses JSON; a whole number that a double cannot hold becomes what `large` makes of its digits.
 *
 * @throws SyntaxError for what is no JSON
 */
export function parseExact(text: string, large: (digits: string) => unknown): unknown {
  // A reviver is slow.
  if (!mayHaveLargeIntegers(text)) return parse(text);
  return parse(text, (_key, value, { source }) => {
    if (typeof value !== "number" || source === undefined || Number.isSafeInteger(value)) return value;
    return /^-?\d+$/.test(source) ? large(source) : value;
  });
}

/** Whether there are 16 digits or more where a number can begin: the same at the beginning of a string are none. */
function mayHaveLargeIntegers(text: string): boolean {
  return /(?:^|[\s:,[-])\d{16}/.test(text);
}
