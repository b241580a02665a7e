import type { AttributeReason } from "../../auth/admin/attribute-reason.ts";

/** Source: supabase/auth, internal/api/admin.go. */
export const attributeMessages: Readonly<Record<AttributeReason, string>> = {
  addressMissing: "Cannot create a user without either an email or phone",
  roleUnknown: "The role is none of the application's",
  passwordTwice: "Only a password or a password hash should be provided",
  passwordHashInvalid: "The password hash is of an unknown form",
  banDurationInvalid: "invalid format for ban duration",
};
