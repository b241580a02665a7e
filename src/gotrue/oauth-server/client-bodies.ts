import * as z from "zod";
import { isConfidential, type OAuthClient } from "../../auth/oauth-server/client.ts";
import type { MadeClient } from "../../auth/oauth-server/clients.ts";
import type { GivenMetadata } from "../../auth/oauth-server/metadata.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { time } from "../shapes.ts";

/** RFC 7591 section 2; what else a client says is let through, and means nothing. */
export interface ClientBody {
  readonly client_name?: string | null | undefined;
  readonly client_uri?: string | null | undefined;
  readonly logo_uri?: string | null | undefined;
  readonly redirect_uris?: readonly string[] | null | undefined;
  readonly grant_types?: readonly string[] | null | undefined;
  readonly response_types?: readonly string[] | null | undefined;
  readonly token_endpoint_auth_method?: string | null | undefined;
  readonly client_type?: string | null | undefined;
  readonly scope?: string | null | undefined;
}

const text = z.string().nullish();
const list = z.array(z.string()).nullish();

export const clientBody: z.ZodType<ClientBody> = z.object({
  client_name: text,
  client_uri: text,
  logo_uri: text,
  redirect_uris: list,
  grant_types: list,
  response_types: list,
  token_endpoint_auth_method: text,
  client_type: text,
  scope: text,
});

export function metadataOf(body: ClientBody): GivenMetadata {
  return {
    name: body.client_name ?? undefined,
    uri: body.client_uri ?? undefined,
    logoUri: body.logo_uri ?? undefined,
    redirectUris: body.redirect_uris ?? undefined,
    grantTypes: body.grant_types ?? undefined,
    responseTypes: body.response_types ?? undefined,
    method: body.token_endpoint_auth_method ?? undefined,
    clientType: body.client_type ?? undefined,
    scope: body.scope ?? undefined,
  };
}

export function clientJson(client: OAuthClient): JsonObject {
  return {
    client_id: client.id,
    client_name: client.name,
    client_type: isConfidential(client) ? "confidential" : "public",
    token_endpoint_auth_method: client.method,
    registration_type: client.registrationType,
    ...(client.uri === null ? {} : { client_uri: client.uri }),
    ...(client.logoUri === null ? {} : { logo_uri: client.logoUri }),
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    response_types: ["code"],
    ...(client.scopes === null ? {} : { scope: client.scopes.join(" ") }),
    created_at: time(client.createdAt),
    updated_at: time(client.updatedAt),
  };
}

/** With the secret, once. It never expires by itself (RFC 7591 section 3.2.1). */
export function madeClientJson({ client, secret }: MadeClient): JsonObject {
  const told = secret === null ? {} : { client_secret: secret, client_secret_expires_at: 0 };
  return { ...clientJson(client), client_id_issued_at: Math.floor(Date.parse(client.createdAt) / 1000), ...told };
}

/** What a user is shown of a client. */
export function clientShownJson({ id, name, uri, logoUri }: OAuthClient): JsonObject {
  return { id, name, ...(uri === null ? {} : { uri }), ...(logoUri === null ? {} : { logo_uri: logoUri }) };
}
