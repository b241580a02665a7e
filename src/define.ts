import type { AuthOptions } from "./auth/settings.ts";
import type { ReadOptions } from "./engine/consistency.ts";
import type { LimitOptions } from "./engine/limits.ts";
import type { RateOptions } from "./engine/rate.ts";
import type { FunctionDefinition } from "./functions/define.ts";
import type { GraphqlOptions } from "./graphql/define.ts";
import type { ChannelDefinition } from "./live/channels/define.ts";
import type { LiveOptions } from "./live/settings.ts";
import type { RealtimeLimits } from "./live/socket-limits.ts";
import type { RuleSet } from "./rules/grant.ts";
import type { RoleDefinitions } from "./rules/roles.ts";
import type { CollectionDefinition, TableDefinition } from "./schema/collection.ts";

/** An application: everything that `createWorker` serves. */
export interface App {
  /** Shown in answers about the service itself. */
  readonly name: string;
  readonly collections: readonly CollectionDefinition[];
  readonly rules: readonly RuleSet[];
  /** The application's roles and the one that each extends. */
  readonly roles?: RoleDefinitions;
  /** What `/rest/v1/rpc/<name>` calls. */
  readonly functions?: readonly FunctionDefinition[];
  readonly auth?: AuthOptions & {
    /** The row that signing up makes, in the same transaction as the user. */
    readonly profile?: ProfileOptions;
  };
  readonly limits?: LimitOptions & {
    /** How often who may ask, counted for each user, or for each address where there is none. Default: as often as they like. */
    readonly rate?: RateOptions;
  };
  /** Origins that browsers may call from: a list, or `*` (the default) for all. Credentials travel in headers. */
  readonly cors?: { readonly origins: "*" | readonly string[] };
  /** Which copy of the database answers reads. */
  readonly reads?: ReadOptions;
  readonly rest?: RestOptions;
  readonly graphql?: GraphqlOptions;
  readonly idempotency?: {
    /** How long a write with an `Idempotency-Key` is remembered. Default 24 hours; the cron forgets. */
    readonly retentionSeconds?: number;
  };
  readonly live?: LiveOptions & {
    /** What one socket may use. */
    readonly limits?: RealtimeLimits;
  };
  /** The channels that clients may broadcast in and be present in. None are open unless declared. */
  readonly channels?: readonly ChannelDefinition[];
  readonly changes?: {
    /** How long a change stays in the log. Default 7 days. */
    readonly retentionSeconds?: number;
  };
}

/** The surface at `/rest/v1`. */
export interface RestOptions {
  /**
   * Whether `Prefer: tx=rollback` (answer a write, keep nothing of it) and `tx=commit` are heard, as with PostgREST's
   * `db-tx-end=commit-allow-override`. Default true.
   */
  readonly transactionOverride?: boolean;
}

export interface ProfileOptions {
  readonly collection: TableDefinition;
  /** The row, by property or column name, from the new user. */
  readonly values: (user: NewUser) => Readonly<Record<string, unknown>>;
}

/** What is known of somebody who signs up. */
export interface NewUser {
  readonly id: string;
  readonly email: string | null;
  /** `data` of the sign-up call: whatever the client sent. Check it. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Gives a definition its type. It is compiled, and checked, when the worker starts. */
export function defineApp(app: App): App {
  return app;
}
