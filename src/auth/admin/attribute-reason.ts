/** Why what an admin says of a user is refused. */
export type AttributeReason =
  | "addressMissing"
  | "roleUnknown"
  | "passwordTwice"
  | "passwordHashInvalid"
  | "banDurationInvalid";
