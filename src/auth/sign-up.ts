import { DatabaseError } from "../kernel/database-error.ts";
import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Statement } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { type Grant, grant } from "./access-token.ts";
import { audit } from "./audit/record.ts";
import type { AuthContext, Client } from "./context.ts";
import { checkMetadata, checkPassword, normaliseEmail } from "./credentials.ts";
import { instant } from "./instants.ts";
import { hashPassword } from "./passwords.ts";
import type { AuthReason } from "./reasons.ts";
import { insertFirstToken, newRefreshToken } from "./refresh-tokens.ts";
import { insertSession, startSession } from "./session.ts";
import { insertUser, type User } from "./user.ts";

/** Statements that the application wants in the batch of a new user, after the user's row. */
export type Provision = (user: User) => readonly Statement[] | Promise<readonly Statement[]>;

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  /** The user's own metadata. */
  readonly data: JsonObject;
  readonly client: Client;
  readonly provision?: Provision | undefined;
}

/** `grant` is null where the address has to be confirmed first. */
export interface SignedUp {
  readonly user: User;
  readonly grant: Grant | null;
}

/** Writes the user, what the application adds, and a session, in one batch: all of it or nothing. */
export async function signUp(context: AuthContext, input: SignUpInput): Promise<Result<SignedUp, AuthReason>> {
  const { settings } = context;
  if (!settings.allowSignup) return err({ kind: "signupDisabled" });
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const strong = checkPassword(input.password, settings);
  if (!strong.ok) return strong;
  const fits = checkMetadata(input.data);
  if (!fits.ok) return fits;
  const hash = await context.hash(() => hashPassword(input.password));
  if (!hash.ok) return err({ kind: "busy" });

  const nowMs = context.clock();
  const confirmed = settings.autoConfirm;
  const user = newUser({ email: email.value, encryptedPassword: hash.value, data: input.data, nowMs, confirmed });
  const session = startSession({ userId: user.id, method: "password", client: input.client, nowMs }, settings);
  const first = await newRefreshToken();
  const sessionStatements = confirmed ? [insertSession(session, sql`1`), insertFirstToken(first.hash, session.id)] : [];
  try {
    const provisioned = input.provision === undefined ? [] : await input.provision(user);
    const { id, role } = user;
    const actor = { id, role };
    const entry = await audit(context, { action: "user_signedup", outcome: "success", actor, client: input.client });
    await context.store.batch([insertUser(user), entry, ...provisioned, ...sessionStatements], { retry: false });
  } catch (error) {
    const reason = conflict(error);
    if (reason === null) throw error;
    // Where addresses have to be confirmed, the answer does not tell that this one is taken.
    if (reason.kind === "userExists" && !confirmed) return ok({ user, grant: null });
    return err(reason);
  }
  if (!confirmed) return ok({ user, grant: null });
  return ok({ user, grant: await grant(context, { user, session, refreshToken: first.token }) });
}

interface NewUser {
  readonly email: string;
  readonly encryptedPassword: string;
  readonly data: JsonObject;
  readonly nowMs: number;
  readonly confirmed: boolean;
}

function newUser({ email, encryptedPassword, data, nowMs, confirmed }: NewUser): User {
  const now = instant(nowMs);
  return {
    id: crypto.randomUUID(),
    email,
    role: "authenticated",
    encryptedPassword,
    emailConfirmedAt: confirmed ? now : null,
    appMetadata: { provider: "email", providers: ["email"] },
    userMetadata: data,
    isAnonymous: false,
    bannedUntil: null,
    lastSignInAt: confirmed ? now : null,
    deletedAt: null,
    factors: [],
    createdAt: now,
    updatedAt: now,
  };
}

/** Null where the error is not a refusal of the database. */
export function conflict(error: unknown): AuthReason | null {
  if (!(error instanceof DatabaseError)) return null;
  if (error.kind !== "constraint" && error.kind !== "abort") return null;
  return /\bauth_users\.email\b/.test(error.message) ? { kind: "userExists" } : { kind: "provisionConflict" };
}
