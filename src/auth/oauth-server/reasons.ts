/** Why what a user or an admin asks of the OAuth server is refused; clients are answered in OAuth's own words. */
export type OAuthReason =
  | "clientNotFound"
  | "clientIsPublic"
  | "nothingToChange"
  /** Whether a client is public is decided when it is made. */
  | "clientTypeFixed"
  | "authorizationNotFound"
  | "authorizationNotPending"
  /** The client wants a user who has signed in lately. */
  | "signInTooOld"
  | "consentNotFound"
  /** The token is a client's, and this is for the user alone. */
  | "clientToken"
  | "originForeign";
