import * as z from "zod";
import type { UserAttributes } from "../../auth/admin/attributes.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const object: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject, "must be an object");

export interface AdminUserBody {
  readonly id?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly password_hash?: string | null | undefined;
  readonly email_confirm?: boolean | null | undefined;
  readonly phone_confirm?: boolean | null | undefined;
  readonly user_metadata?: JsonObject | null | undefined;
  readonly app_metadata?: JsonObject | null | undefined;
  readonly role?: string | null | undefined;
  readonly ban_duration?: string | null | undefined;
}

/** auth-js, `AdminUserAttributes`. */
export const adminUserBody: z.ZodType<AdminUserBody> = z.object({
  id: text,
  email: text,
  phone: text,
  password: text,
  password_hash: text,
  email_confirm: flag,
  phone_confirm: flag,
  user_metadata: object.nullish(),
  app_metadata: object.nullish(),
  role: text,
  ban_duration: text,
});

export interface DeletionBody {
  readonly should_soft_delete?: boolean | null | undefined;
}

export const deletionBody: z.ZodType<DeletionBody | null> = z.object({ should_soft_delete: flag }).nullable();

/** GoTrue takes an empty text for one that is not there. */
export function attributesOf(body: AdminUserBody): UserAttributes {
  return {
    email: body.email || null,
    emailConfirm: body.email_confirm ?? false,
    phone: body.phone || null,
    phoneConfirm: body.phone_confirm ?? false,
    password: body.password || null,
    passwordHash: body.password_hash || null,
    userMetadata: body.user_metadata ?? null,
    appMetadata: body.app_metadata ?? null,
    role: body.role || null,
    banDuration: body.ban_duration || null,
  };
}
