import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import type { Client } from "./context.ts";
import { instant } from "./instants.ts";
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
}

export interface SessionStart {
  readonly userId: string;
  readonly method: AuthenticationMethod["method"];
  readonly client: Client;
  readonly nowMs: number;
}

export function startSession(start: SessionStart, settings: AuthSettings): Session {
  const { userId, method, client, nowMs } = start;
  const amr: readonly AuthenticationMethod[] = [{ method, timestamp: Math.floor(nowMs / 1000) }];
  const timeboxSeconds = settings.sessionTimeboxSeconds;
  return {
    id: crypto.randomUUID(),
    userId,
    createdAt: instant(nowMs),
    notAfter: timeboxSeconds === null ? null : instant(nowMs + timeboxSeconds * 1000),
    aal: "aal1",
    amr: JSON.stringify(amr),
    client,
  };
}

/** Writes the session if the user's row fits `condition`; running it twice is harmless. */
export function insertSession(session: Session, condition: Sql): Statement {
  return statement(sql`insert or ignore into "auth_sessions"
      ("id", "user_id", "created_at", "updated_at", "not_after", "aal", "amr", "user_agent", "ip")
    select ${value(session.id)}, "id", ${value(session.createdAt)}, ${value(session.createdAt)},
      ${value(session.notAfter)}, ${value(session.aal)}, ${value(session.amr)},
      ${value(session.client.userAgent?.slice(0, 512) ?? null)}, ${value(session.client.ip)}
    from "auth_users" where "id" = ${value(session.userId)} and ${condition}`);
}

/** Ends every session of a user; for whoever bans one or changes what he may do. */
export function endSessions(userId: string): Statement {
  return statement(sql`delete from "auth_sessions" where "user_id" = ${value(userId)}`);
}
