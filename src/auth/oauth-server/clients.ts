import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import type { AuditAction, AuditEvent } from "../audit/entry.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import { isConfidential, type OAuthClient, readClient, selectClient } from "./client.ts";
import { type GivenMetadata, type MetadataRules, readMetadata } from "./metadata.ts";
import type { OAuthError } from "./protocol-error.ts";

/** A client with the secret that was just made; it is told once. */
export interface MadeClient {
  readonly client: OAuthClient;
  readonly secret: string | null;
}

export async function createClient(
  context: AuthContext,
  by: AdminActor,
  given: { readonly metadata: GivenMetadata; readonly type: OAuthClient["registrationType"] },
): Promise<Result<MadeClient, OAuthError>> {
  const metadata = readMetadata(given.metadata, rulesOf(context, given.type));
  if (!metadata.ok) return metadata;
  const secret = isConfidential(metadata.value) ? await newSecret() : null;
  const now = instant(context.clock());
  const id = crypto.randomUUID();
  const { name, uri, logoUri, redirectUris, grantTypes, method, scopes } = metadata.value;
  const insert = sql`insert into "auth_oauth_clients" ("id", "client_type", "secret_hash", "token_endpoint_auth_method",
      "client_name", "client_uri", "logo_uri", "redirect_uris", "grant_types", "scope", "registration_type", "created_at",
      "updated_at")
    values (${value(id)}, ${value(secret === null ? "public" : "confidential")}, ${value(secret?.hash ?? null)},
      ${value(method)}, ${value(name)}, ${value(uri)}, ${value(logoUri)}, ${value(JSON.stringify(redirectUris))},
      ${value(JSON.stringify(grantTypes))}, ${value(scopes?.join(" ") ?? null)}, ${value(given.type)}, ${value(now)},
      ${value(now)})`;
  const entry = await audit(context, done(by, "oauth_client_created", id));
  await context.store.batch([statement(insert), entry], { retry: false });
  const state = { secretHash: secret?.hash ?? null, registrationType: given.type, createdAt: now, updatedAt: now };
  return ok({ client: { ...metadata.value, id, ...state }, secret: secret?.token ?? null });
}

function rulesOf({ settings }: AuthContext, type: OAuthClient["registrationType"]): MetadataRules {
  const server = settings.oauthServer;
  const isDynamic = type === "dynamic";
  return { isDynamic, schemes: server?.redirectSchemes ?? new Set(), scopes: server?.scopes ?? new Set() };
}

/** 256 bits, so that a hash without salt is enough. */
async function newSecret() {
  return hashed(toBase64Url(randomBytes(32)));
}

function done(by: AdminActor, action: AuditAction, clientId: string): AuditEvent {
  return { action, outcome: "success", ...by, traits: { client_id: clientId } };
}

export interface ClientPage {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

export interface ClientList {
  readonly clients: readonly OAuthClient[];
  readonly total: number;
}

/** The newest first. */
export async function listClients(context: AuthContext, { page, perPage }: ClientPage): Promise<ClientList> {
  const limit = sql`limit cast(${value(perPage)} as integer) offset cast(${value((page - 1) * perPage)} as integer)`;
  const [counted, found] = await context.store.batch(
    [
      statement(sql`select count(*) as "total" from "auth_oauth_clients"`),
      statement(sql`select * from "auth_oauth_clients" order by "created_at" desc, rowid desc ${limit}`),
    ],
    { retry: true },
  );
  return { clients: (found?.rows ?? []).map(readClient), total: Number(counted?.rows[0]?.total ?? 0) };
}

const notFound: AuthReason = { kind: "oauth", reason: "clientNotFound" };

export async function findClient(context: AuthContext, id: string): Promise<Result<OAuthClient, AuthReason>> {
  const [found] = await context.store.batch([selectClient(id)], { retry: true });
  const row = found?.rows[0];
  return row === undefined ? err(notFound) : ok(readClient(row));
}

export interface ClientChange {
  readonly id: string;
  readonly metadata: GivenMetadata;
}

/** Changes what is given. A secret is not made or lost by it. */
export async function updateClient(
  context: AuthContext,
  by: AdminActor,
  { id, metadata }: ClientChange,
): Promise<Result<OAuthClient, AuthReason | OAuthError>> {
  const before = await findClient(context, id);
  if (!before.ok) return before;
  if (Object.values(metadata).every((each) => each === undefined)) {
    return err({ kind: "oauth", reason: "nothingToChange" });
  }
  const after = readMetadata(metadata, rulesOf(context, "manual"), before.value);
  if (!after.ok) return after;
  if (isConfidential(after.value) !== isConfidential(before.value)) {
    return err({ kind: "oauth", reason: "clientTypeFixed" });
  }
  const { name, uri, logoUri, redirectUris, grantTypes, method, scopes } = after.value;
  const update = sql`update "auth_oauth_clients" set "client_name" = ${value(name)}, "client_uri" = ${value(uri)},
      "logo_uri" = ${value(logoUri)}, "redirect_uris" = ${value(JSON.stringify(redirectUris))},
      "grant_types" = ${value(JSON.stringify(grantTypes))}, "token_endpoint_auth_method" = ${value(method)},
      "scope" = ${value(scopes?.join(" ") ?? null)}, "updated_at" = ${value(instant(context.clock()))}
    where "id" = ${value(id)}`;
  const entry = await audit(context, done(by, "oauth_client_updated", id));
  const [, , found] = await context.store.batch([statement(update), entry, selectClient(id)], { retry: true });
  const row = found?.rows[0];
  return row === undefined ? err(notFound) : ok(readClient(row));
}

/** What users have agreed to goes with it, and the sessions that came of it. */
export async function deleteClient(
  context: AuthContext,
  by: AdminActor,
  id: string,
): Promise<Result<null, AuthReason>> {
  const remove = sql`delete from "auth_oauth_clients" where "id" = ${value(id)} returning "id"`;
  const entry = await audit(context, done(by, "oauth_client_deleted", id));
  const [removed] = await context.store.batch([statement(remove), entry], { retry: false });
  return removed?.rows.length === 1 ? ok(null) : err(notFound);
}

/** The secret of before is refused from then on. */
export async function renewSecret(
  context: AuthContext,
  by: AdminActor,
  id: string,
): Promise<Result<MadeClient, AuthReason>> {
  const secret = await newSecret();
  const update = sql`update "auth_oauth_clients" set "secret_hash" = ${value(secret.hash)},
      "updated_at" = ${value(instant(context.clock()))}
    where "id" = ${value(id)} and "client_type" = 'confidential'`;
  const entry = await audit(context, done(by, "oauth_client_secret_changed", id));
  const [, , found] = await context.store.batch([statement(update), entry, selectClient(id)], { retry: true });
  const row = found?.rows[0];
  if (row === undefined) return err(notFound);
  const client = readClient(row);
  if (!isConfidential(client)) return err({ kind: "oauth", reason: "clientIsPublic" });
  return ok({ client, secret: secret.token });
}
