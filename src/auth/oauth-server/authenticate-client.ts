import { ok, type Result } from "../../kernel/result.ts";
import type { AuthContext } from "../context.ts";
import { hashed } from "../refresh-tokens.ts";
import { isConfidential, type OAuthClient, readClient, selectClient, uuidForm } from "./client.ts";
import { type OAuthError, refuse } from "./protocol-error.ts";

/** As a request bears them: RFC 6749 section 2.3.1, or `client_id` alone. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string | null;
}

/**
 * The client behind the credentials. An unknown client, a wrong secret, none where there has to be one and one where
 * there is none are one error. Secrets have 256 bits; what is compared are hashes, whose bytes tell nothing.
 */
export async function authenticateClient(
  context: AuthContext,
  { id, secret }: ClientCredentials,
): Promise<Result<OAuthClient, OAuthError>> {
  if (!uuidForm.test(id)) return unknown;
  const [found] = await context.store.batch([selectClient(id)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return unknown;
  const client = readClient(row);
  if (!isConfidential(client)) return secret === null || secret === "" ? ok(client) : unknown;
  if (secret === null || client.secretHash === null) return unknown;
  return (await hashed(secret)).hash === client.secretHash ? ok(client) : unknown;
}

const unknown: Result<never, OAuthError> = refuse("invalid_client", "The client is unknown or has not proved itself");
