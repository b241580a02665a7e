import { err, ok, type Result } from "../../kernel/result.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { checkAppMetadata, checkMetadata } from "../credentials.ts";
import { instant } from "../instants.ts";
import type { Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertUser, newUser, type User } from "../user.ts";
import { type AdminActor, doneTo } from "./actor.ts";
import { addressConflict } from "./address-conflict.ts";
import { checkAttributes, type UserAttributes } from "./attributes.ts";

export interface UserCreation {
  /** Null for one of chance. */
  readonly id: string | null;
  readonly attributes: UserAttributes;
  readonly provision: Provision | undefined;
}

/** Writes a user, and what the application adds, in one batch. Whether anybody may sign up does not matter. */
export async function createUser(
  context: AuthContext,
  by: AdminActor,
  creation: UserCreation,
): Promise<Result<User, AuthReason>> {
  const { attributes, provision } = creation;
  const providers = [...(attributes.email === null ? [] : ["email"]), ...(attributes.phone === null ? [] : ["phone"])];
  const appMetadata = { provider: providers[0] ?? "email", providers, ...attributes.appMetadata };
  const fits = checkBoth(attributes, appMetadata);
  if (!fits.ok) return fits;
  const checked = await checkAttributes(context, attributes);
  if (!checked.ok) return checked;
  const { email, phone, encryptedPassword, role, ban } = checked.value;
  if (email === null && phone === null) return err({ kind: "attribute", attribute: "addressMissing" });
  const now = instant(context.clock());
  const user = newUser({
    ...(creation.id === null ? {} : { id: creation.id }),
    email,
    phone,
    phoneConfirmedAt: phone !== null && attributes.phoneConfirm ? now : null,
    role: role ?? "authenticated",
    encryptedPassword,
    emailConfirmedAt: email !== null && attributes.emailConfirm ? now : null,
    appMetadata,
    userMetadata: attributes.userMetadata ?? {},
    bannedUntil: ban?.until ?? null,
    createdAt: now,
  });
  try {
    const provisioned = provision === undefined ? [] : await provision(user);
    const entry = await audit(context, doneTo(by, "user_signedup", user.id));
    await context.store.batch([insertUser(user), entry, ...provisioned], { retry: false });
  } catch (error) {
    const reason = addressConflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
  return ok(user);
}

function checkBoth(attributes: UserAttributes, appMetadata: User["appMetadata"]): Result<null, AuthReason> {
  const fits = checkMetadata(attributes.userMetadata ?? {});
  return fits.ok ? checkAppMetadata(appMetadata) : fits;
}
