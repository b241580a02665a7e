import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import type { Client } from "./context.ts";
import { instant } from "./instants.ts";
import type { ClientSession } from "./oauth-server/client-session.ts";
import type { AuthSettings } from "./settings.ts";

/** One way in which the user proved who he is: RFC 8176's `amr`, in GoTrue's form. */
export interface AuthenticationMethod {
  readonly method: (typeof methods)[number];
  readonly timestamp: number;
}

/** How a session may begin. Source: supabase/auth, internal/models/factor.go. */
const methods = [
  "password",
  "passkey",
  "otp",
  "magiclink",
  "recovery",
  "invite",
  "email/signup",
  "email_change",
  "oauth",
  "anonymous",
  "oauth_provider/authorization_code",
] as const;

export function isMethod(name: string): name is AuthenticationMethod["method"] {
  return methods.some((method) => method === name);
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly notAfter: string | null;
  /** Authenticator assurance level: `aal1`, or `aal2` after a second factor. */
  readonly aal: string;
  /** A JSON list of AuthenticationMethod. */
  readonly amr: string;
  readonly client: Client;
  /** Where a client of others has it; null for the user's own. */
  readonly oauth: ClientSession | null;
}

export interface SessionStart {
  readonly userId: string;
  readonly method: AuthenticationMethod["method"];
  readonly client: Client;
  readonly nowMs: number;
  readonly oauth?: ClientStart | undefined;
}

/** A session of a client begins long after the user has signed in: rules that ask for the age of that are not to be misled. */
export interface ClientStart {
  readonly session: ClientSession;
  readonly signedInMs: number;
}

export function startSession(start: SessionStart, settings: AuthSettings): Session {
  const { userId, method, client, nowMs, oauth } = start;
  const amr: readonly AuthenticationMethod[] = [{ method, timestamp: Math.floor((oauth?.signedInMs ?? nowMs) / 1000) }];
  const timeboxSeconds = settings.sessionTimeboxSeconds;
  return {
    id: crypto.randomUUID(),
    userId,
    createdAt: instant(nowMs),
    notAfter: timeboxSeconds === null ? null : instant(nowMs + timeboxSeconds * 1000),
    aal: "aal1",
    amr: JSON.stringify(amr),
    client,
    oauth: oauth?.session ?? null,
  };
}

/** Writes the session if the user's row fits `condition`; running it twice is harmless. */
export function insertSession(session: Session, condition: Sql): Statement {
  return statement(sql`insert or ignore into "auth_sessions"
      ("id", "user_id", "created_at", "updated_at", "not_after", "aal", "amr", "user_agent", "ip",
      "oauth_client_id", "scopes", "resource")
    select ${value(session.id)}, "id", ${value(session.createdAt)}, ${value(session.createdAt)},
      ${value(session.notAfter)}, ${value(session.aal)}, ${value(session.amr)},
      ${value(session.client.userAgent?.slice(0, 512) ?? null)}, ${value(session.client.ip)},
      ${value(session.oauth?.clientId ?? null)}, ${value(session.oauth?.scopes.join(" ") ?? null)},
      ${value(session.oauth?.resource ?? null)}
    from "auth_users" where "id" = ${value(session.userId)} and ${condition}`);
}

/** Ends every session of a user; for whoever bans one or changes what he may do. */
export function endSessions(userId: string): Statement {
  return statement(sql`delete from "auth_sessions" where "user_id" = ${value(userId)}`);
}
