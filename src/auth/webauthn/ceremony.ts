import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { fromBase64Url, randomBytes, toBase64Url, utf8 } from "../../kernel/bytes.ts";
import { isJsonObject, type Json, type JsonObject, readJson } from "../../kernel/json.ts";
import { challengeSeconds } from "../factors/challenges.ts";
import type { Credential } from "./credential.ts";
import type { RelyingParty } from "./relying-party.ts";

/** ES256, EdDSA, RS256, in this order (RFC 9053 section 2, RFC 8812 section 2). */
const algorithms = [-7, -8, -257];

/** A passkey is the only factor, so it has to know its user; beside a password, possession is enough. */
export type Verification = "required" | "preferred";

export interface CreationInput {
  readonly user: { readonly id: string; readonly name: string };
  /** The user's credentials: an authenticator that holds one of them makes no second. */
  readonly exclude: readonly Credential[];
  readonly verification: Verification;
}

/** Options, and the challenge in them that the answer has to repeat. */
export interface Ceremony {
  readonly options: JsonObject;
  readonly challenge: string;
}

/** WebAuthn level 3, section 7.1. The user's id is the handle that a passkey gives back; it tells nothing of him. */
export async function creation(rp: RelyingParty, { user, exclude, verification }: CreationInput): Promise<Ceremony> {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const challenge = newChallenge();
  const options = await generateRegistrationOptions({
    rpName: rp.name,
    rpID: rp.id,
    userID: utf8(user.id),
    userName: user.name,
    userDisplayName: user.name,
    challenge: challenge.bytes,
    timeout: challengeSeconds * 1000,
    // Which make an authenticator is of decides nothing here, and asking takes the user's privacy.
    attestationType: "none",
    excludeCredentials: exclude.map(descriptor),
    authenticatorSelection: {
      residentKey: verification === "required" ? "required" : "discouraged",
      userVerification: verification,
    },
    supportedAlgorithmIDs: algorithms,
  });
  return { options: asJson(options), challenge: challenge.text };
}

export interface RequestInput {
  /** Empty: whichever passkey the authenticator has for us. */
  readonly allow: readonly Credential[];
  readonly verification: Verification;
}

/** WebAuthn level 3, section 7.2. */
export async function request(rp: RelyingParty, { allow, verification }: RequestInput): Promise<Ceremony> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const challenge = newChallenge();
  const options = await generateAuthenticationOptions({
    rpID: rp.id,
    challenge: challenge.bytes,
    timeout: challengeSeconds * 1000,
    allowCredentials: allow.map(descriptor),
    userVerification: verification,
  });
  return { options: asJson(options), challenge: challenge.text };
}

export interface Expected {
  readonly challenge: string;
  readonly verification: Verification;
}

/** The new credential; null where the answer does not hold. */
export async function created(
  rp: RelyingParty,
  response: RegistrationResponseJSON,
  expected: Expected,
): Promise<Credential | null> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    if (!isOfOurPage(response.response.clientDataJSON)) return null;
    if (!(await isUnattested(response.response.attestationObject))) return null;
    const { registrationInfo } = await verifyRegistrationResponse({ response, ...expectation(rp, expected) });
    if (registrationInfo === undefined) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    const transports = response.response.transports ?? [];
    return { id, publicKey: toBase64Url(publicKey), counter, transports };
  } catch {
    // The library throws for every check that fails and for every byte that it cannot read.
    return null;
  }
}

/** The credential with its new counter; null where the answer does not hold, a counter that went back included. */
export async function asserted(
  rp: RelyingParty,
  response: AuthenticationResponseJSON,
  expected: Expected & { readonly credential: Credential },
): Promise<Credential | null> {
  const { credential } = expected;
  const publicKey = fromBase64Url(credential.publicKey);
  if (publicKey === null || response.id !== credential.id || !isOfOurPage(response.response.clientDataJSON))
    return null;
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      ...expectation(rp, expected),
      // A counter that does not grow means a copied key (section 6.1.1): the library refuses it.
      credential: { id: credential.id, publicKey, counter: credential.counter },
    });
    return verified ? { ...credential, counter: authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}

function expectation(rp: RelyingParty, { challenge, verification }: Expected) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: [...rp.origins],
    expectedRPID: rp.id,
    requireUserVerification: verification === "required",
    supportedAlgorithmIDs: algorithms,
  };
}

/** Section 7.1, step 10: no page of ours runs in a frame of another origin. */
function isOfOurPage(clientData: string): boolean {
  const bytes = fromBase64Url(clientData);
  const parsed = bytes === null ? null : readJson(new TextDecoder().decode(bytes));
  return isJsonObject(parsed) && parsed.crossOrigin !== true && parsed.topOrigin === undefined;
}

/**
 * We ask for no attestation, so none comes, or one by the credential's own key. Anything else is refused before it is
 * looked at: its certificates would make the library fetch what they name.
 */
async function isUnattested(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject, isoBase64URL } = await import("@simplewebauthn/server/helpers");
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = decoded.get("fmt");
  return format === "none" || (format === "packed" && decoded.get("attStmt").get("x5c") === undefined);
}

function newChallenge() {
  const bytes = randomBytes(32);
  return { bytes, text: toBase64Url(bytes) };
}

function descriptor({ id, transports }: Credential) {
  return { id, transports: [...transports] };
}

function asJson(options: object): JsonObject {
  const json: Json = JSON.parse(JSON.stringify(options));
  return isJsonObject(json) ? json : {};
}
