/** D1's documented limits (https://developers.cloudflare.com/d1/platform/limits/, read 2026-11). */
export const maxParameters = 100;
export const maxStatementBytes = 100_000;
/** One value, and one row of a result. Not enforced locally. */
export const maxValueBytes = 2_000_000;
/** D1 lowers SQLite's own 500 to 5: https://www.sqlite.org/limits.html#max_compound_select */
export const maxCompoundTerms = 5;
/** SQLITE_LIMIT_LIKE_PATTERN_LENGTH as D1 sets it. */
export const maxLikePatternBytes = 50;
/** Local D1 takes 127; the documented limit is what counts. `json_object` thus has at most 16 members. */
export const maxFunctionArguments = 32;
/** Ours: a table with its alias and a condition takes 50 bytes, so that a statement of `maxStatementBytes` has fewer. */
export const maxAliases = 2_000;
