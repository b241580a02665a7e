import { utf8 } from "../kernel/bytes.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { maxLikePatternBytes } from "../sql/limits.ts";

/** A LIKE pattern of PostgREST's dialect, in which `*` is another `%`, for SQLite's case-insensitive LIKE. */
export function likePattern(text: string): Result<string, Failure> {
  return bounded(text.replaceAll("*", "%"));
}

/** The same pattern for GLOB, which minds the case as PostgreSQL's LIKE does. */
export function globPattern(text: string): Result<string, Failure> {
  let pattern = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (character === "\\" && index + 1 < text.length) pattern += literal(text[++index] ?? "");
    else if (character === "%" || character === "*") pattern += "*";
    else if (character === "_") pattern += "?";
    else pattern += literal(character);
  }
  return bounded(pattern);
}

function literal(character: string): string {
  return "*?[".includes(character) ? `[${character}]` : character;
}

function bounded(pattern: string): Result<string, Failure> {
  if (utf8(pattern).length <= maxLikePatternBytes) return ok(pattern);
  return err(
    failure("54000", "pattern is too long", {
      details: `The database matches patterns of at most ${maxLikePatternBytes} bytes.`,
    }),
  );
}
