import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { type Challenged, type ChallengeRequest, challenge } from "./challenge.ts";
import { type Enrolled, type Enrolment, enrol } from "./enrol.ts";
import { removeFactor, unenrol } from "./unenrol.ts";
import { type TotpAnswer, verifyTotp } from "./verify-totp.ts";
import { verifyWebauthn, type WebauthnAnswer } from "./verify-webauthn.ts";

/** Second factors: what a session is raised to aal2 with. */
export interface Factors {
  enrol(principal: Principal, enrolment: Enrolment): Promise<Result<Enrolled, AuthReason>>;
  challenge(principal: Principal, request: ChallengeRequest): Promise<Result<Challenged, AuthReason>>;
  verifyTotp(principal: Principal, answer: TotpAnswer): Promise<Result<Grant, AuthReason>>;
  verifyWebauthn(principal: Principal, answer: WebauthnAnswer): Promise<Result<Grant, AuthReason>>;
  unenrol(principal: Principal, factorId: string): Promise<Result<null, AuthReason>>;
  remove(userId: string, factorId: string): Promise<boolean>;
}

export function factors(context: AuthContext): Factors {
  return {
    enrol: (principal, enrolment) => enrol(context, principal, enrolment),
    challenge: (principal, request) => challenge(context, principal, request),
    verifyTotp: (principal, answer) => verifyTotp(context, principal, answer),
    verifyWebauthn: (principal, answer) => verifyWebauthn(context, principal, answer),
    unenrol: (principal, factorId) => unenrol(context, principal, factorId),
    remove: (userId, factorId) => removeFactor(context, userId, factorId),
  };
}
