import { toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sha256 } from "../../kernel/sha256.ts";
import type { AuthReason } from "../reasons.ts";

/** RFC 7636 section 4.3. */
export interface CodeChallenge {
  readonly challenge: string;
  readonly method: "s256" | "plain";
}

/** Both or neither. `plain` is for clients without WebCrypto (auth-js on plain HTTP); the others send S256. */
export function readChallenge(
  challenge: string | null | undefined,
  method: string | null | undefined,
): Result<CodeChallenge | null, AuthReason> {
  if (!challenge && !method) return ok(null);
  if (!challenge || !method) return err({ kind: "flow", reason: "challengeIncomplete" });
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(challenge)) return err({ kind: "flow", reason: "challengeInvalid" });
  const known = method.toLowerCase();
  if (known !== "s256" && known !== "plain") return err({ kind: "flow", reason: "challengeMethodUnknown" });
  return ok({ challenge, method: known });
}

/** RFC 7636 section 4.6. The challenge is no secret, so an early end of the comparison tells nothing. */
export async function fitsChallenge(verifier: string, { challenge, method }: CodeChallenge): Promise<boolean> {
  if (verifier.length > 128) return false;
  if (method === "plain") return verifier === challenge;
  return (await s256(verifier)) === challenge;
}

/** RFC 7636 section 4.2. */
export async function s256(verifier: string): Promise<string> {
  return toBase64Url(await sha256(verifier));
}
