import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { User } from "../user.ts";
import type { TokenKind } from "./token.ts";

export interface Effects {
  readonly kind: TokenKind;
  /** As it was read. */
  readonly user: User;
  readonly condition: Sql;
}

/** What the proof that a token is changes in its user's row. */
export function effectsOf(context: AuthContext, { kind, user, condition }: Effects): readonly Statement[] {
  const now = value(instant(context.clock()));
  const change = changes(kind, now, user);
  if (change === null) return [];
  return [
    statement(sql`update "auth_users" set ${change}, "updated_at" = ${now}
      where "id" = ${value(user.id)} and ${condition}`),
  ];
}

function changes(kind: TokenKind, now: Sql, user: User): Sql | null {
  switch (kind) {
    case "confirmation":
      return sql`"email_confirmed_at" = coalesce("email_confirmed_at", ${now})`;
    case "recovery":
      // Who signed up with somebody else's address and a password of his own shall not keep a way in, now that its
      // owner has come. The password of an address that was confirmed before stays.
      return sql`"encrypted_password" = iif("email_confirmed_at" is null, null, "encrypted_password"),
        "email_confirmed_at" = coalesce("email_confirmed_at", ${now})`;
    case "sms":
      return sql`"phone_confirmed_at" = coalesce("phone_confirmed_at", ${now})`;
    case "email_change_current":
    case "email_change_new":
      return sql`"email" = coalesce("email_change", "email"), "email_change" = null, "email_confirmed_at" = ${now},
        "is_anonymous" = 0, "raw_app_meta_data" = ${withProvider(user, "email")}`;
    case "phone_change":
      return sql`"phone" = coalesce("phone_change", "phone"), "phone_change" = null, "phone_confirmed_at" = ${now},
        "is_anonymous" = 0, "raw_app_meta_data" = ${withProvider(user, "phone")}`;
    case "reauthentication":
      return null;
    default:
      return kind satisfies never;
  }
}

/** The metadata with one more way to sign in; what else is in it stays as it is in the row. */
export function withProvider(user: User, provider: string): Sql {
  return sql`json_patch("raw_app_meta_data", ${value(JSON.stringify(providersOf(user, provider)))})`;
}

export function providersOf(
  user: User,
  provider: string,
): { readonly provider: string; readonly providers: readonly string[] } {
  const { provider: first, providers } = user.appMetadata;
  const known = Array.isArray(providers) ? providers.filter((name) => typeof name === "string") : [];
  return {
    provider: typeof first === "string" ? first : provider,
    providers: known.includes(provider) ? known : [...known, provider],
  };
}
