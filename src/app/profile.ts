import type { NewUser } from "../define.ts";

/** The profile that signing up makes. `metadata` is whatever the client sent, so all of it is checked. */
export function newProfile({ id, metadata }: NewUser): Readonly<Record<string, unknown>> {
  return {
    id,
    handle: handle(metadata.handle) ?? `reader-${id.replaceAll("-", "").slice(-12)}`,
    displayName: phrase(metadata.display_name) ?? phrase(metadata.full_name) ?? phrase(metadata.name) ?? "New reader",
    avatarUrl: secureUrl(metadata.avatar_url),
  };
}

/** A handle is taken as it was asked for or not at all: nobody shall find themselves under a name they did not choose. */
function handle(given: unknown): string | null {
  return typeof given === "string" && /^[a-z][a-z0-9_-]{2,39}$/.test(given) ? given : null;
}

function phrase(given: unknown): string | null {
  if (typeof given !== "string") return null;
  const words = given.replaceAll(/\s+/g, " ").trim();
  return words === "" || words.length > 80 ? null : words;
}

function secureUrl(given: unknown): string | null {
  return typeof given === "string" && given.length <= 2000 && /^https:\/\//.test(given) && URL.canParse(given)
    ? given
    : null;
}
