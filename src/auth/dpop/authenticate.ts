import type { Failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Authenticator, Credentials, HeaderSource } from "../authenticate.ts";
import { rejection, type TokenReason } from "../rejections.ts";
import { boundToken, keyOf } from "./bound.ts";
import { type ProofDeps, type ProvenRequest, verifyProof } from "./proof.ts";

/**
 * The principal of a token that is bound to a key, from `Authorization: DPoP` and the proof in `DPoP`: RFC 9449 section 7.
 * A token that is bound to no key is refused under this scheme, as a bound one is as a bearer token.
 */
export async function provenPrincipal(
  who: Authenticator,
  deps: ProofDeps,
  { headers, request }: { readonly headers: HeaderSource; readonly request: ProvenRequest },
): Promise<Result<Principal, TokenReason>> {
  const token = boundToken(headers.get("authorization"));
  const proof = headers.get("dpop");
  if (token === null || token === "") return err("empty");
  const principal = await who.token(token);
  if (!principal.ok) return principal;
  if (proof === null) return err("proof");
  const proven = await verifyProof(deps, proof, { request, token });
  if (!proven.ok) return proven;
  return proven.value === keyOf(principal.value) ? principal : err("proof");
}

/** The same for the data surfaces, with the API key beside. */
export async function authenticateProven(
  who: Authenticator,
  deps: ProofDeps,
  given: { readonly headers: HeaderSource; readonly request: ProvenRequest },
): Promise<Result<Principal, Failure>> {
  const apiKey = given.headers.get("apikey");
  const key = apiKey === null ? null : await who.token(apiKey);
  if (key !== null && !key.ok) return err(rejection(key.error, { token: apiKey }));
  const principal = await provenPrincipal(who, deps, given);
  return principal.ok ? ok(principal.value) : err(rejection(principal.error, { scheme: "DPoP" }));
}

/** The same where the proof has been verified before, at the door. */
export async function authenticateAdmitted(
  who: Authenticator,
  credentials: Credentials,
): Promise<Result<Principal, Failure>> {
  const token = boundToken(credentials.authorization);
  if (token === null) return who.credentials(credentials);
  const principal = await who.token(token);
  if (!principal.ok) return err(rejection(principal.error, { scheme: "DPoP" }));
  return keyOf(principal.value) === null ? err(rejection("proof", { scheme: "DPoP" })) : ok(principal.value);
}
