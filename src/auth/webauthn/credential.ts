import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as z from "zod";
import type { Json } from "../../kernel/json.ts";

/** A public key of an authenticator, as it is kept. */
export interface Credential {
  /** base64url, as the authenticator chose it. */
  readonly id: string;
  /** COSE (RFC 9052 section 7), base64url. */
  readonly publicKey: string;
  /** Of signatures; authenticators whose keys are synchronised leave it at 0. */
  readonly counter: number;
  readonly transports: readonly string[];
}

const base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);
// WebAuthn level 3, section 5.10.1: at most 1,023 bytes.
const id = base64Url.max(1364);
const transport = z.string().max(32);

const stored = z.object({
  id,
  publicKey: base64Url,
  counter: z.number().int().min(0),
  transports: z.array(transport),
});

/** Null where the text is not what `JSON.stringify` made of a credential. */
export function readCredential(text: string | null): Credential | null {
  if (text === null) return null;
  const read = stored.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

const registration = z.object({
  id,
  rawId: id,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url,
    transports: z.array(transport).max(10).optional().catch(undefined),
  }),
});

const assertion = z.object({
  id,
  rawId: id,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64Url,
    authenticatorData: base64Url,
    signature: base64Url,
    userHandle: base64Url.nullish(),
  }),
});

/** What `navigator.credentials.create` gave, as JSON (WebAuthn level 3, section 5.1); extensions are not looked at. */
export function parseRegistration(given: Json): RegistrationResponseJSON | null {
  const read = registration.safeParse(given);
  if (!read.success) return null;
  const { response, ...rest } = read.data;
  const { transports = [], ...signed } = response;
  return { ...rest, response: { ...signed, transports }, clientExtensionResults: {} };
}

/** What `navigator.credentials.get` gave. */
export function parseAssertion(given: Json): AuthenticationResponseJSON | null {
  const read = assertion.safeParse(given);
  if (!read.success) return null;
  const { response, ...rest } = read.data;
  const { userHandle, ...signed } = response;
  const handle = userHandle === null || userHandle === undefined ? {} : { userHandle };
  return { ...rest, response: { ...signed, ...handle }, clientExtensionResults: {} };
}
