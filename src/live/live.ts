import type { ChangeOperation } from "../changes/record.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { ArgumentValue, Filter } from "../query/read.ts";
import type { Row } from "../rules/evaluate.ts";
import type { Collection } from "../schema/model.ts";
import type { Push } from "./ports.ts";

/** Changes for subscribers, each by the rules of its own principal. One for each connection object. */
export interface Live {
  /**
   * Begins a subscription at the log's end, or after `since`. Fails with 42501 where the principal may not read what it
   * names, and as every request does where the principal's session has ended. A subscription without interests is
   * useful too: it tells when the principal stops being one.
   */
  subscribe(request: Subscribe): Promise<Result<Subscription, Failure>>;
  /**
   * After an eviction, before a push is handled: as it was, at the object's watermark, or at `since` where that is later.
   * Null where it may not be any more.
   */
  restore(request: Subscribe): Subscription | null;
  /** From the feed. Resolves when everybody has been told; rejects where nobody has, and the push is to come again. */
  receive(push: Push): Promise<void>;
}

export interface Subscribe {
  readonly principal: Principal;
  readonly interests: readonly Interest[];
  /** Resume after this change; null: what comes from now on. To `restore`: what `Subscription.told` was. */
  readonly since: Watermark | null;
  /** Once, before everything else: the subscription holds. Changes after `cursor` follow, none that has been told before. */
  readonly started?: (cursor: Watermark) => void;
  /** In the order of the log, synchronously, once a change at most; `matched` are indexes into interests. */
  readonly deliver: (event: LiveEvent, matched: readonly number[]) => void;
  /** Changes are missing: start anew. What is told from here on comes after `cursor`. */
  readonly reset: (reason: ResetReason, cursor: Watermark) => void;
  /** `Subscription.told` is another number, and not by a change from the feed: whoever keeps it keeps it anew. */
  readonly moved?: () => void;
  /** The last call: the session has ended, or the token has expired. The subscription is over. */
  readonly ended: (reason: EndReason) => void;
}

/**
 * - pruned: the log no longer has what comes after `since`
 * - ahead: the log ends before `since`, as after a restore
 * - overrun: more came than a buffer holds
 */
export type ResetReason = "pruned" | "ahead" | "overrun";

export type EndReason = "session" | "expired";

export interface Interest {
  /** Null: every collection that the principal may read. */
  readonly collection: Collection | null;
  /** What the change is to the principal: a row that becomes visible is an insert. */
  readonly operations: ReadonlySet<ChangeOperation>;
  /** What the row must fulfil as it is since; of a delete, as it was. Null: nothing. */
  readonly where: { readonly filter: Filter; readonly arguments: readonly ArgumentValue[] } | null;
  /** Updates of rows that fulfilled `where` before and no longer do are wanted too. Default false. */
  readonly leaving?: boolean;
  /** The columns wanted, by name, beside the key; null: all that the principal may read. */
  readonly columns: ReadonlySet<string> | null;
}

export interface Subscription {
  /** Everything up to here has been told, or was there before. */
  readonly cursor: Watermark;
  /**
   * What `restore` needs beside the object's own watermark, which tells how far the feed has come: up to here the log told
   * everything, or will have when nothing is under way any more. No object is evicted before that.
   */
  readonly told: Watermark;
  /**
   * For a new token: from the next change on its rules are this principal's. Where an interest is no longer allowed, the
   * answer is the failure and nothing changes. A session that is another one is checked then: `ended` tells that it is over.
   */
  replacePrincipal(principal: Principal): Result<null, Failure>;
  /** Nothing is told from here on. May be called twice. */
  end(): void;
}

/** What a principal may see of one change. The same object for all who see the same: serialise it once. */
export interface LiveEvent {
  readonly sequence: Watermark;
  readonly collection: Collection;
  readonly operation: ChangeOperation;
  /** When it was written, in the stored form of timestamps. */
  readonly at: string;
  /** The row as it was, stored values; null for an insert. Of a row that stops being visible its key alone. */
  readonly before: Row | null;
  /** The row as it is since; null for a delete. Columns that are masked on this row are null, others are left out. */
  readonly after: Row | null;
}
