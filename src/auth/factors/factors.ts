import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Grant } from "../access-token.ts";
import type { AdminActor } from "../admin/actor.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { type FactorRemoval, type FactorRenaming, removeFactor, renameFactor } from "./administer.ts";
import { type Challenged, type ChallengeRequest, challenge } from "./challenge.ts";
import { type Enrolled, type Enrolment, enrol } from "./enrol.ts";
import type { Factor } from "./factor.ts";
import { type Unenrolment, unenrol } from "./unenrol.ts";
import { type CodeAnswer, verifyCode } from "./verify-code.ts";
import { verifyWebauthn, type WebauthnAnswer } from "./verify-webauthn.ts";

/** Second factors: what a session is raised to aal2 with. */
export interface Factors {
  enrol(principal: Principal, enrolment: Enrolment): Promise<Result<Enrolled, AuthReason>>;
  challenge(principal: Principal, request: ChallengeRequest): Promise<Result<Challenged, AuthReason>>;
  verifyCode(principal: Principal, answer: CodeAnswer): Promise<Result<Grant, AuthReason>>;
  verifyWebauthn(principal: Principal, answer: WebauthnAnswer): Promise<Result<Grant, AuthReason>>;
  unenrol(principal: Principal, unenrolment: Unenrolment): Promise<Result<null, AuthReason>>;
  /** For admins. */
  remove(by: AdminActor, removal: FactorRemoval): Promise<Result<Factor, AuthReason>>;
  rename(by: AdminActor, renaming: FactorRenaming): Promise<Result<Factor, AuthReason>>;
}

export function factors(context: AuthContext): Factors {
  return {
    enrol: (principal, enrolment) => enrol(context, principal, enrolment),
    challenge: (principal, request) => challenge(context, principal, request),
    verifyCode: (principal, answer) => verifyCode(context, principal, answer),
    verifyWebauthn: (principal, answer) => verifyWebauthn(context, principal, answer),
    unenrol: (principal, unenrolment) => unenrol(context, principal, unenrolment),
    remove: (by, removal) => removeFactor(context, by, removal),
    rename: (by, renaming) => renameFactor(context, by, renaming),
  };
}
