import { type Statement, statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { Row } from "../ports.ts";
import { readOptionalText, readText } from "../rows.ts";
import { type Scope, storedScopes } from "./scopes.ts";

export type AuthenticationMethod = "none" | "client_secret_basic" | "client_secret_post";

export type GrantType = "authorization_code" | "refresh_token";

/** What a client says of itself: RFC 7591 section 2. */
export interface ClientMetadata {
  readonly name: string;
  readonly uri: string | null;
  readonly logoUri: string | null;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly GrantType[];
  readonly method: AuthenticationMethod;
  /** Null for whatever the definition allows. */
  readonly scopes: readonly Scope[] | null;
}

/** A client of others, as it is registered. */
export interface OAuthClient extends ClientMetadata {
  readonly id: string;
  readonly secretHash: string | null;
  readonly registrationType: "manual" | "dynamic";
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const uuidForm: RegExp = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function selectClient(id: string): Statement {
  return statement(sql`select * from "auth_oauth_clients" where "id" = ${value(id.toLowerCase())}`);
}

export function readClient(row: Row): OAuthClient {
  const scope = readOptionalText(row, "scope");
  return {
    id: readText(row, "id"),
    name: readText(row, "client_name"),
    uri: readOptionalText(row, "client_uri"),
    logoUri: readOptionalText(row, "logo_uri"),
    redirectUris: readList(row, "redirect_uris"),
    grantTypes: readList(row, "grant_types").filter(isGrantType),
    method: readMethod(readText(row, "token_endpoint_auth_method")),
    scopes: scope === null ? null : storedScopes(scope),
    secretHash: readOptionalText(row, "secret_hash"),
    registrationType: row.registration_type === "dynamic" ? "dynamic" : "manual",
    createdAt: readText(row, "created_at"),
    updatedAt: readText(row, "updated_at"),
  };
}

function readList(row: Row, column: string): readonly string[] {
  const parsed: unknown = JSON.parse(readText(row, column));
  return Array.isArray(parsed) ? parsed.filter((each) => typeof each === "string") : [];
}

export function isGrantType(name: string): name is GrantType {
  return name === "authorization_code" || name === "refresh_token";
}

/** What is not known needs a secret. */
function readMethod(name: string): AuthenticationMethod {
  return name === "none" || name === "client_secret_post" ? name : "client_secret_basic";
}

export function isConfidential({ method }: Pick<ClientMetadata, "method">): boolean {
  return method !== "none";
}
