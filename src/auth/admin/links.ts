import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { checkMetadata, checkPassword, normaliseEmail } from "../credentials.ts";
import { reachable } from "../flows/channel.ts";
import { type Links, sendMail, verificationLink } from "../flows/send.ts";
import { isOwner, noteSent } from "../flows/store.ts";
import { newToken, type OneTimeToken, storeToken, type TokenKind } from "../flows/token.ts";
import { instant } from "../instants.ts";
import { hashPassword } from "../passwords.ts";
import { conflict, type Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertUser, isBanned, newUser, readUser, type User } from "../user.ts";
import { type AdminActor, doneTo } from "./actor.ts";

export type LinkType = "signup" | "invite" | "magiclink" | "recovery" | "email_change_current" | "email_change_new";

export interface LinkRequest {
  readonly type: LinkType;
  readonly email: string;
  /** Of a change of address. */
  readonly newEmail: string | null;
  /** Of a sign-up. */
  readonly password: string | null;
  /** Metadata of a user who is new. */
  readonly data: JsonObject;
  readonly links: Links;
  readonly provision: Provision | undefined;
}

export interface GeneratedLink {
  readonly user: User;
  /** As it came to be: a link to sign in, for nobody yet, is one to sign up. */
  readonly type: LinkType;
  readonly link: string;
  readonly token: OneTimeToken;
}

const kinds: Readonly<Record<LinkType, TokenKind>> = {
  signup: "confirmation",
  invite: "confirmation",
  magiclink: "recovery",
  recovery: "recovery",
  email_change_current: "email_change_current",
  email_change_new: "email_change_new",
};

/** Makes a link for an admin to send, in one batch with the user where that one is new. It takes the place of an older one. */
export async function generateLink(
  context: AuthContext,
  by: AdminActor,
  request: LinkRequest,
): Promise<Result<GeneratedLink, AuthReason>> {
  const email = normaliseEmail(request.email);
  if (!email.ok) return email;
  const known = await findByEmail(context, email.value);
  const type = request.type === "magiclink" && known === null ? "signup" : request.type;
  const preparing = known === null ? create(context, { request, type, email: email.value }) : adopt(known, request);
  const prepared = await preparing;
  if (!prepared.ok) return prepared;
  const { user, statements } = prepared.value;
  const address = request.type === "email_change_new" ? (user.pending.email ?? "") : email.value;
  const token = await newToken(context, { kind: kinds[type], address, challenge: null });
  const stored = await store(context, { by, type, user, token, statements });
  if (!stored.ok) return stored;
  const verification = type.startsWith("email_change") ? "email_change" : type;
  const link = verificationLink({ type: verification, token, links: request.links });
  return ok({ user: stored.value, type, link, token });
}

/** The same for an invitation, which is sent. */
export async function invite(
  context: AuthContext,
  by: AdminActor,
  request: Omit<LinkRequest, "type" | "newEmail" | "password">,
): Promise<Result<User, AuthReason>> {
  const address = reachable(context, { email: request.email });
  if (!address.ok) return address;
  const made = await generateLink(context, by, { ...request, type: "invite", newEmail: null, password: null });
  if (!made.ok) return made;
  const { user, token } = made.value;
  await sendMail(context, { kind: "invite", type: "invite", user, token, links: request.links });
  return ok(user);
}

async function findByEmail(context: AuthContext, email: string): Promise<User | null> {
  const select = statement(sql`select * from "auth_users" where "email" = ${value(email)}`);
  const [found] = await context.store.batch([select], { retry: true });
  const row = found?.rows[0];
  return row === undefined ? null : readUser(row);
}

interface Prepared {
  readonly user: User;
  readonly statements: readonly Statement[];
}

interface Creation {
  readonly request: LinkRequest;
  readonly type: LinkType;
  readonly email: string;
}

async function create(context: AuthContext, { request, type, email }: Creation): Promise<Result<Prepared, AuthReason>> {
  if (type !== "signup" && type !== "invite") return err({ kind: "userNotFound" });
  const fits = checkMetadata(request.data);
  if (!fits.ok) return fits;
  const hash = await passwordOf(context, request);
  if (!hash.ok) return hash;
  const user = newUser({
    email,
    encryptedPassword: hash.value,
    appMetadata: { provider: "email", providers: ["email"] },
    userMetadata: request.data,
    createdAt: instant(context.clock()),
  });
  return ok({ user, statements: [insertUser(user), ...((await request.provision?.(user)) ?? [])] });
}

async function passwordOf(context: AuthContext, request: LinkRequest): Promise<Result<string | null, AuthReason>> {
  const { type, password } = request;
  if (type !== "signup") return ok(null);
  const strong = checkPassword(password ?? "", context.settings);
  if (!strong.ok) return strong;
  const hash = await context.hash(() => hashPassword(password ?? ""));
  return hash.ok ? hash : err({ kind: "busy" });
}

/** A user who is there: signing up and invitations are for those alone whose address is not confirmed. */
async function adopt(user: User, { type, newEmail }: LinkRequest): Promise<Result<Prepared, AuthReason>> {
  const isNew = type === "signup" || type === "invite";
  if (isNew) return user.emailConfirmedAt === null ? ok({ user, statements: [] }) : err({ kind: "userExists" });
  if (!type.startsWith("email_change")) return ok({ user, statements: [] });
  const email = normaliseEmail(newEmail ?? "");
  if (!email.ok) return email;
  const pend = sql`update "auth_users" set "email_change" = ${value(email.value)} where "id" = ${value(user.id)}
    and not exists (select 1 from "auth_users" where "email" = ${value(email.value)})`;
  return ok({ user: { ...user, pending: { ...user.pending, email: email.value } }, statements: [statement(pend)] });
}

interface Storing extends Prepared {
  readonly by: AdminActor;
  readonly type: LinkType;
  readonly token: OneTimeToken;
}

async function store(context: AuthContext, storing: Storing): Promise<Result<User, AuthReason>> {
  const { by, type, user, token, statements } = storing;
  const isUser: Sql = sql`"id" = ${value(user.id)} and "email_change" is ${value(user.pending.email)}`;
  const action = type === "invite" ? "user_invited" : type === "recovery" ? "user_recovery_requested" : "user_modified";
  const event = doneTo(by, action, user.id);
  const now = context.clock();
  const invited = sql`update "auth_users" set "invited_at" = ${value(instant(now))} where ${isOwner(token)}`;
  try {
    const results = await context.store.batch(
      [
        ...statements,
        statement(sql`delete from "auth_one_time_tokens" where "user_id" = ${value(user.id)}
          and "kind" = ${value(token.kind)}`),
        ...storeToken(context, token, isUser),
        await audit(context, { ...event, traits: { ...event.traits, link: type } }),
        ...noteSent(token, now),
        ...(type === "invite" ? [statement(invited)] : []),
        statement(sql`select * from "auth_users" where ${isOwner(token)}`),
      ],
      { retry: false },
    );
    const row = results.at(-1)?.rows[0];
    // Banned, gone meanwhile, or the new address is somebody else's.
    if (row !== undefined) return ok(readUser(row));
    const isTaken = type.startsWith("email_change") && !isBanned(user, instant(now));
    return err({ kind: isTaken ? "userExists" : "userBanned" });
  } catch (error) {
    const reason = conflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
}
