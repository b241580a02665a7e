import { err, ok, type Result } from "../../kernel/result.ts";

/** What a client may learn of the user, in words for a page of consent. OpenID Connect Core 1.0 section 5.4. */
export const scopes: ReadonlyMap<Scope, string> = new Map([
  ["openid", "Know who you are here"],
  ["email", "See your e-mail address"],
  ["profile", "See your name and picture"],
  ["phone", "See your phone number"],
]);

export type Scope = "openid" | "email" | "profile" | "phone";

/** What is meant where nothing is asked for, as in GoTrue. */
const defaultScope: Scope = "email";

export function isScope(name: string): name is Scope {
  return scopes.has(name as Scope);
}

/** RFC 6749 section 3.3: words between single blanks. Every one has to be allowed; none stands twice in the result. */
export function readScope(text: string | null, allowed: ReadonlySet<Scope>): Result<readonly Scope[], "invalid"> {
  const words = new Set((text ?? "") === "" ? [defaultScope] : text?.split(" "));
  const known = [...words].filter((word): word is Scope => isScope(word) && allowed.has(word));
  return known.length === words.size ? ok(known) : err("invalid");
}

/** As it was stored. */
export function storedScopes(text: string | null): readonly Scope[] {
  return (text ?? "").split(" ").filter(isScope);
}
