import type { Json, JsonObject } from "../../kernel/json.ts";
import type { User } from "../user.ts";
import type { Scope } from "./scopes.ts";

/** What of a user each scope tells: OpenID Connect Core 1.0 sections 5.1 and 5.4. */
const claims: Readonly<Record<Scope, (user: User) => Readonly<Record<string, Json | undefined>>>> = {
  openid: () => ({}),
  email: ({ email, emailConfirmedAt }) => (email === null ? {} : { email, email_verified: emailConfirmedAt !== null }),
  phone: ({ phone, phoneConfirmedAt }) =>
    phone === null ? {} : { phone_number: `+${phone}`, phone_number_verified: phoneConfirmedAt !== null },
  profile: ({ userMetadata, updatedAt }) => ({
    name: textOf(userMetadata.full_name) ?? textOf(userMetadata.name),
    picture: textOf(userMetadata.avatar_url) ?? textOf(userMetadata.picture),
    preferred_username: textOf(userMetadata.preferred_username) ?? textOf(userMetadata.user_name),
    updated_at: Math.floor(Date.parse(updatedAt) / 1000),
  }),
};

export function claimsOfUser(user: User, scopes: readonly Scope[]): JsonObject {
  const found = scopes.flatMap((scope) => Object.entries(claims[scope](user)));
  return {
    sub: user.id,
    ...Object.fromEntries(found.filter((entry): entry is [string, Json] => entry[1] !== undefined)),
  };
}

function textOf(member: Json | undefined): string | undefined {
  return typeof member === "string" && member !== "" ? member : undefined;
}
