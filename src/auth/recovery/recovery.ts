import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Grant } from "../access-token.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import {
  type Codes,
  type CodesLeft,
  codesLeft,
  deleteCodes,
  type Generation,
  generateCodes,
  regenerateCodes,
} from "./generate.ts";
import { type Redemption, redeemCode } from "./redeem.ts";

/** Recovery codes: what stands in for a factor that is lost. */
export interface Recovery {
  left(principal: Principal): Promise<Result<CodesLeft, AuthReason>>;
  generate(principal: Principal, generation: Generation): Promise<Result<Codes, AuthReason>>;
  regenerate(principal: Principal, client: Client): Promise<Result<Codes, AuthReason>>;
  redeem(principal: Principal, redemption: Redemption): Promise<Result<Grant, AuthReason>>;
  /** Gives the id of the factor that they were. */
  delete(principal: Principal, client: Client): Promise<Result<string, AuthReason>>;
}

export function recovery(context: AuthContext): Recovery {
  return {
    left: (principal) => codesLeft(context, principal),
    generate: (principal, generation) => generateCodes(context, principal, generation),
    regenerate: (principal, client) => regenerateCodes(context, principal, client),
    redeem: (principal, redemption) => redeemCode(context, principal, redemption),
    delete: (principal, client) => deleteCodes(context, principal, client),
  };
}
