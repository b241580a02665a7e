import type { KeySource } from "./derived-keys.ts";
import type { HashGate } from "./hash-gate.ts";
import type { Keyring } from "./keyring.ts";
import type { Outbox } from "./mail/outbox.ts";
import type { Clock, PublicKeyCache, SignInGuard, Store } from "./ports.ts";
import type { AuthSettings } from "./settings.ts";

/** What every operation works with. Made once an isolate, in `auth.ts`. */
export interface AuthContext {
  readonly store: Store;
  readonly settings: AuthSettings;
  readonly clock: Clock;
  readonly keys: KeySource;
  readonly keyring: Keyring;
  readonly publicKeys: PublicKeyCache;
  readonly guard: SignInGuard;
  readonly hash: HashGate;
  readonly outbox: Outbox;
}

/** From where a session is begun: for the user's list of sessions, never for a decision. */
export interface Client {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Where nothing is known of it. */
export const unknownClient: Client = { ip: null, userAgent: null };
