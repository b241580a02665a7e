/** Why a key cannot be made or changed. */
export type KeyReason =
  | "standbyTooYoung"
  | "keyNotFound"
  /** It signs: another has to take its place first. */
  | "keyInUse"
  | "keyRoleUnknown"
  /** What is published must not be the service's. */
  | "keyRoleSecret"
  | "keyExpiryInvalid"
  | "keyNameInvalid";
