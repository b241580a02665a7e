import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

export type Row = Readonly<Record<string, SqlValue>>;

export interface ResultSet {
  readonly rows: readonly Row[];
  /** Rows that the statement itself inserted, updated or deleted. */
  readonly changes: number;
}

/**
 * Where identities live: a SQLite database whose batch is one transaction, structurally the engine's `Database`.
 * `retry` says that running the batch twice is harmless. Throws DatabaseError.
 */
export interface Store {
  batch(statements: readonly Statement[], options: { readonly retry: boolean }): Promise<readonly ResultSet[]>;
}

/** Where the public keys' JSON text is kept for a while, near who asks. A copy may be a minute old. */
export interface PublicKeyCache {
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  forget(): Promise<void>;
}

/** Counts failed sign-ins, for each account and network apart. Never throws. */
export interface SignInGuard {
  /** How long the network has to wait before it may try again, in milliseconds; 0 for not at all. */
  wait(account: string, network: string): Promise<number>;
  note(account: string, network: string, succeeded: boolean): Promise<void>;
}

/** Tells what was used before. */
export interface ReplayGuard {
  /** True for one caller of all that ask about a key within its time. Throws where nobody can tell. */
  isFirst(key: string, ttlMs: number): Promise<boolean>;
}

/** Milliseconds since 1970. */
export type Clock = () => number;

/** What is sent to an address of a user's. */
export interface Message {
  readonly channel: "email" | "sms";
  readonly to: string;
  /** Empty for a text message. */
  readonly subject: string;
  readonly text: string;
  /** Null for a text message. */
  readonly html: string | null;
}

/** Hands one message to who delivers it. Throws where it is not taken. */
export type Deliver = (message: Message) => Promise<void>;
