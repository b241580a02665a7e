import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import { type AnonymousSignIn, signInAnonymously } from "./anonymous.ts";
import { type AddressChange, changeAddress } from "./change-address.ts";
import { type Exchange, type Exchanged, exchangeCode } from "./exchange.ts";
import { checkRecent, type Reauthentication, reauthenticate } from "./reauthenticate.ts";
import { type OtpRequest, type Recovery, requestOtp, requestRecovery } from "./request.ts";
import { type Resend, resend } from "./resend.ts";
import { type Verification, type Verified, verify } from "./verify.ts";

/** Ways in and out that begin with a message or end with a redirect. */
export interface Flows {
  requestOtp(request: OtpRequest): Promise<Result<null, AuthReason>>;
  requestRecovery(recovery: Recovery): Promise<Result<null, AuthReason>>;
  resend(request: Resend): Promise<Result<null, AuthReason>>;
  verify(verification: Verification): Promise<Result<Verified, AuthReason>>;
  exchangeCode(exchange: Exchange): Promise<Result<Exchanged, AuthReason>>;
  signInAnonymously(signIn: AnonymousSignIn): Promise<Result<Grant, AuthReason>>;
  changeAddress(principal: Principal, change: AddressChange): Promise<Result<User, AuthReason>>;
  reauthenticate(principal: Principal, by: Reauthentication): Promise<Result<null, AuthReason>>;
  /** Whether the session may change the password now. */
  checkRecent(principal: Principal, nonce: string | null): Promise<Result<null, AuthReason>>;
}

export function createFlows(context: AuthContext): Flows {
  return {
    requestOtp: (request) => requestOtp(context, request),
    requestRecovery: (recovery) => requestRecovery(context, recovery),
    resend: (request) => resend(context, request),
    verify: (verification) => verify(context, verification),
    exchangeCode: (exchange) => exchangeCode(context, exchange),
    signInAnonymously: (signIn) => signInAnonymously(context, signIn),
    changeAddress: (principal, change) => changeAddress(context, principal, change),
    reauthenticate: (principal, by) => reauthenticate(context, principal, by),
    checkRecent: (principal, nonce) => checkRecent(context, principal, nonce),
  };
}
