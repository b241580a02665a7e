import type { Result } from "../../kernel/result.ts";
import type { Statement } from "../../sql/compile.ts";
import type { AdminActor } from "../admin/actor.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { type ApiKeyRequest, type ApiKeyState, createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import { maintainKeys } from "./maintain.ts";
import { listSigningKeys, revokeSigningKey, rotateSigningKeys, type SigningKeyState } from "./signing-keys.ts";

type Signing = Promise<Result<readonly SigningKeyState[], AuthReason>>;

/** What an admin may do with keys. Who is an admin is the surface's to check. */
export interface KeyAdmin {
  listSigningKeys(): Promise<readonly SigningKeyState[]>;
  rotateSigningKeys(by: AdminActor, force: boolean): Signing;
  revokeSigningKey(by: AdminActor, kid: string): Signing;
  listApiKeys(): Promise<readonly ApiKeyState[]>;
  createApiKey(
    by: AdminActor,
    asked: ApiKeyRequest,
  ): Promise<Result<ApiKeyState & { readonly key: string }, AuthReason>>;
  revokeApiKey(by: AdminActor, id: string): Promise<Result<ApiKeyState, AuthReason>>;
  /** The entry of a change to a key of encrypted columns, for the batch of that change. */
  noteDataKey(by: AdminActor, id: string, status: string): Promise<Statement>;
  /** What the cron does. */
  maintain(): Promise<void>;
}

export function createKeyAdmin(context: AuthContext): KeyAdmin {
  return {
    listSigningKeys: () => listSigningKeys(context),
    rotateSigningKeys: (by, force) => rotateSigningKeys(context, by, force),
    revokeSigningKey: (by, kid) => revokeSigningKey(context, by, kid),
    listApiKeys: () => listApiKeys(context),
    createApiKey: (by, asked) => createApiKey(context, by, asked),
    revokeApiKey: (by, id) => revokeApiKey(context, by, id),
    noteDataKey: (by, id, status) =>
      audit(context, { action: "data_key_changed", outcome: "success", ...by, traits: { id, status } }),
    maintain: () => maintainKeys(context),
  };
}
