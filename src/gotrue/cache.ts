/** Answers that hold tokens or a user are for nobody's cache: RFC 6749 section 5.1. */
export const noStore: Readonly<Record<string, string>> = { "cache-control": "no-store" };
