import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import { toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sha256 } from "../../kernel/sha256.ts";
import type { Clock, ReplayGuard } from "../ports.ts";
import { hasRepeatedMember } from "../repeated-member.ts";

/** What a proof is of: the request that bears it, as the client sees it. */
export interface ProvenRequest {
  readonly method: string;
  /** Its query and fragment count for nothing. */
  readonly url: string;
}

export interface ProofDeps {
  readonly clock: Clock;
  readonly replay: ReplayGuard;
}

/** Asymmetric ones alone: RFC 9449 section 4.3, check 5. */
export const proofAlgorithms: readonly string[] = ["ES256", "ES384", "EdDSA", "PS256", "RS256"];

const windowSeconds = 60;
const maxProofLength = 4_096;

/**
 * Verifies a DPoP proof (RFC 9449 section 4.3) and gives the thumbprint of its key. `token` is the access token that the
 * proof has to be for, or null where there is none yet. A proof is taken once, and for a minute before and after it was made.
 */
export async function verifyProof(
  { clock, replay }: ProofDeps,
  proof: string,
  { request, token }: { readonly request: ProvenRequest; readonly token: string | null },
): Promise<Result<string, "proof">> {
  const read = await readProof(proof, clock());
  if (read === null) return err("proof");
  const { claims, jkt } = read;
  const { htm, htu, iat, jti, ath } = claims;
  if (htm !== request.method || typeof htu !== "string" || !isSameTarget(htu, request.url)) return err("proof");
  const nowSeconds = clock() / 1000;
  if (typeof iat !== "number" || Math.abs(nowSeconds - iat) > windowSeconds) return err("proof");
  if (typeof jti !== "string" || jti === "" || jti.length > 256) return err("proof");
  if (token !== null && ath !== (await digest(token))) return err("proof");
  // Section 11.1. Last, so that only a proof that holds is remembered.
  const isFirst = await replay.isFirst(`dpop ${await digest(`${jkt} ${jti}`)}`, windowSeconds * 2_000);
  return isFirst ? ok(jkt) : err("proof");
}

interface ReadProof {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly jkt: string;
}

/** Null where the proof is none, or its signature is not its key's. */
async function readProof(proof: string, nowMs: number): Promise<ReadProof | null> {
  if (proof.length > maxProofLength) return null;
  try {
    const options = {
      typ: "dpop+jwt",
      algorithms: [...proofAlgorithms],
      currentDate: new Date(nowMs),
      clockTolerance: 60,
    };
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, options);
    const { alg, typ, jwk, ...more } = protectedHeader;
    if (jwk === undefined || Object.keys(more).length > 0) return null;
    const [header = "", body = ""] = proof.split(".");
    if ([header, body].some((part) => hasRepeatedMember(textOf(part)))) return null;
    return { claims: payload, jkt: await calculateJwkThumbprint(jwk) };
  } catch {
    return null;
  }
}

function textOf(part: string): string {
  return atob(part.replaceAll("-", "+").replaceAll("_", "/"));
}

/** RFC 9449 section 4.3, check 9, with the normalisation that URLs have (RFC 3986 section 6.2.2 and 6.2.3). */
function isSameTarget(given: string, wanted: string): boolean {
  if (!URL.canParse(given)) return false;
  const [left, right] = [new URL(given), new URL(wanted)];
  return left.origin === right.origin && left.pathname === right.pathname;
}

/** SHA-256 in base64url, which `ath` is of a token: section 4.2. */
async function digest(text: string): Promise<string> {
  return toBase64Url(await sha256(text));
}
