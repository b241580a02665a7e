import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Grant } from "../access-token.ts";
import type { AdminActor } from "../admin/actor.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { type PasskeyRevocation, passkeysOf, revokePasskey } from "./administer.ts";
import type { PasskeyOptions } from "./ceremonies.ts";
import { deletePasskey, listPasskeys, type PasskeyRemoval, type Renaming, renamePasskey } from "./manage.ts";
import type { Passkey } from "./passkey.ts";
import { type Registration, register, registrationOptions } from "./register.ts";
import { authenticationOptions, type PasskeySignIn, passkeySignIn } from "./sign-in.ts";
import { type PasskeySignUp, passkeySignUp, type SignUpRequest, signUpOptions } from "./sign-up.ts";

/** Passkeys: WebAuthn credentials that sign in by themselves. */
export interface Passkeys {
  registrationOptions(principal: Principal): Promise<Result<PasskeyOptions, AuthReason>>;
  register(principal: Principal, registration: Registration): Promise<Result<Passkey, AuthReason>>;
  signUpOptions(request: SignUpRequest): Promise<Result<PasskeyOptions, AuthReason>>;
  signUp(input: PasskeySignUp): Promise<Result<Grant, AuthReason>>;
  authenticationOptions(): Promise<Result<PasskeyOptions, AuthReason>>;
  signIn(input: PasskeySignIn): Promise<Result<Grant, AuthReason>>;
  list(principal: Principal): Promise<Result<readonly Passkey[], AuthReason>>;
  rename(principal: Principal, renaming: Renaming): Promise<Result<Passkey, AuthReason>>;
  /** For admins. */
  listOf(userId: string): Promise<Result<readonly Passkey[], AuthReason>>;
  revoke(by: AdminActor, revocation: PasskeyRevocation): Promise<Result<null, AuthReason>>;
  delete(principal: Principal, removal: PasskeyRemoval): Promise<Result<null, AuthReason>>;
}

export function passkeys(context: AuthContext): Passkeys {
  return {
    registrationOptions: (principal) => registrationOptions(context, principal),
    register: (principal, registration) => register(context, principal, registration),
    signUpOptions: (request) => signUpOptions(context, request),
    signUp: (input) => passkeySignUp(context, input),
    authenticationOptions: () => authenticationOptions(context),
    signIn: (input) => passkeySignIn(context, input),
    list: (principal) => listPasskeys(context, principal),
    rename: (principal, renaming) => renamePasskey(context, principal, renaming),
    listOf: (userId) => passkeysOf(context, userId),
    revoke: (by, revocation) => revokePasskey(context, by, revocation),
    delete: (principal, removal) => deletePasskey(context, principal, removal),
  };
}
