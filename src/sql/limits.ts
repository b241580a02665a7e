/** D1's documented limits (https://developers.cloudflare.com/d1/platform/limits/, read 2026-11). */
export const maxParameters = 100;
export const maxStatementBytes = 100_000;
/** SQLITE_LIMIT_LIKE_PATTERN_LENGTH as D1 sets it. */
export const maxLikePatternBytes = 50;
/** Local D1 takes 127. Production is believed to take 32, which was not looked up: check it before raising this. */
export const maxFunctionArguments = 32;
/** Ours: a table with its alias and a condition takes 50 bytes, so that a statement of `maxStatementBytes` has fewer. */
export const maxAliases = 2_000;
