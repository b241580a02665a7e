import { utf8 } from "../kernel/bytes.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { maxLikePatternBytes } from "../sql/limits.ts";

/** A LIKE pattern of PostgREST's dialect, in which `*` is another `%`, for SQLite's case-insensitive LIKE. */
export function likePattern(text: string): Result<string, Failure> {
  return bounded(text.replaceAll("*", "%"));
}

/** The same pattern for GLOB, which minds the case as PostgreSQL's LIKE does. */
export function globPattern(given: string): Result<string, Failure> {
  // As in PostgREST, `\*` is then `\%`: the sign that it stands for, taken as it is.
  const text = given.replaceAll("*", "%");
  let pattern = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (character === "\\" && index + 1 < text.length) pattern += literal(text[++index] ?? "");
    else if (character === "%") pattern += "*";
    else if (character === "_") pattern += "?";
    else pattern += literal(character);
  }
  return bounded(pattern);
}

function literal(character: string): string {
  return "*?[".includes(character) ? `[${character}]` : character;
}

function bounded(pattern: string): Result<string, Failure> {
  // SQLite reads a pattern up to its first NUL.
  if (pattern.includes("\u0000")) return err(failure("22P02", 'invalid byte sequence for encoding "UTF8": 0x00'));
  if (utf8(pattern).length <= maxLikePatternBytes) return ok(pattern);
  return err(
    failure("54000", "pattern is too long", {
      details: `The database matches patterns of at most ${maxLikePatternBytes} bytes.`,
    }),
  );
}
