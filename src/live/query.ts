import { bounds, parseBounds } from "../changes/log.ts";
import type { Engine } from "../engine/request.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { ok, type Result } from "../kernel/result.ts";
import { beginning, type Watermark } from "../kernel/watermark.ts";
import type { Policy } from "../rules/policy.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import type { Model } from "../schema/model.ts";
import type { Live, LiveEvent, Subscribe, Subscription } from "./live.ts";
import { type Delta, difference } from "./query-diff.ts";
import { Pace } from "./query-pace.ts";
import { type AskedRead, planQuery, type QueryPlan } from "./query-plan.ts";
import { parseRows, type Rows, rowsOf } from "./query-rows.ts";

export interface QueryDeps {
  readonly live: Live;
  readonly engine: Pick<Engine, "readBeside">;
  readonly model: Model;
  readonly policy: Policy;
  /** The most rows of an answer. */
  readonly maxRows: number;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/**
 * - incremental: the rows follow from changes; the database is read where they do not tell which row comes next
 * - rerun: the read is run again after changes, at most once a second
 */
export type QueryMode = "incremental" | "rerun";

/** What a subscriber is told, in order. Every `sequence` says up to which change the rows stand. */
export interface QueryListener {
  /** All rows, each as JSON: in the beginning, and where it is not known what the subscriber has. */
  readonly snapshot: (rows: readonly string[], sequence: Watermark, mode: QueryMode) => void;
  readonly deltas: (deltas: readonly Delta[], sequence: Watermark) => void;
  /** `LiveQuery.told` is another number, and not by a change from the feed: whoever keeps it keeps it anew. */
  readonly moved?: () => void;
  /** The last call: the rows cannot be read any more. */
  readonly failed: (failure: Failure) => void;
  readonly ended: Subscribe["ended"];
}

export interface QueryAsked extends QueryListener {
  readonly principal: Principal;
  readonly read: AskedRead;
}

export interface LiveQuery {
  readonly mode: QueryMode;
  /** Up to which change the rows stand that were told. */
  readonly told: Watermark;
  /** For a new token of the same session and role. */
  replacePrincipal(principal: Principal): Result<null, Failure>;
  end(): void;
}

/** Opens a live query. Fails as the read would; the rows come by `snapshot`. */
export async function openQuery(deps: QueryDeps, asked: QueryAsked): Promise<Result<LiveQuery, Failure>> {
  const query = planned(deps, asked);
  if (!query.ok) return query;
  const subscription = await deps.live.subscribe(query.value.subscribe(null));
  if (!subscription.ok) return subscription;
  query.value.begin(subscription.value);
  return query;
}

/**
 * After an eviction: nothing is read until something changes; then the subscriber gets all rows again. Null where the query
 * may not be any more.
 */
export function restoreQuery(deps: QueryDeps, asked: QueryAsked, told: Watermark | null): LiveQuery | null {
  const query = planned(deps, asked);
  if (!query.ok) return null;
  const subscription = deps.live.restore(query.value.subscribe(told));
  if (subscription === null) return null;
  query.value.rest(subscription);
  return query.value;
}

function planned(deps: QueryDeps, asked: QueryAsked): Result<RunningQuery, Failure> {
  const { model, policy, maxRows } = deps;
  const plan = planQuery(asked.read, { model, policy, maxRows, role: asked.principal.role });
  return plan.ok ? ok(new RunningQuery(deps, asked, plan.value)) : plan;
}

/** So many changes wait for rows that are being read; more, and the rows are read again. */
const maxWaiting = 2_000;
const incrementalPauseMs = 100;
const rerunPauseMs = 1_000;

interface Waiting {
  readonly event: LiveEvent;
  readonly matched: readonly number[];
}

class RunningQuery implements LiveQuery {
  readonly mode: QueryMode;
  readonly #deps: QueryDeps;
  readonly #asked: QueryAsked;
  readonly #plan: QueryPlan;
  readonly #rows: Rows;
  readonly #pace: Pace;
  #principal: Principal;
  #subscription: Subscription | null = null;
  /** The rows stand for what was there after this change. */
  #position: Watermark = beginning;
  /** What came while rows are read; null while nothing is read. */
  #waiting: Waiting[] | null = null;
  #overran = false;
  #mustKeep = true;
  /** What the subscriber has; null where it has nothing, or nobody knows what. */
  #told: Rows["shown"] | null = null;
  #isOver = false;

  constructor(deps: QueryDeps, asked: QueryAsked, plan: QueryPlan) {
    this.mode = plan.window === null ? "rerun" : "incremental";
    this.#deps = deps;
    this.#asked = asked;
    this.#plan = plan;
    this.#principal = asked.principal;
    this.#rows = rowsOf(plan);
    const pauseMs = this.mode === "rerun" ? rerunPauseMs : incrementalPauseMs;
    this.#pace = new Pace({ ...deps, pauseMs, task: () => this.#read() });
  }

  get told(): Watermark {
    return this.#position;
  }

  subscribe(since: Watermark | null): Subscribe {
    return {
      principal: this.#principal,
      interests: this.#plan.interests,
      since,
      deliver: (event, matched) => this.#deliver({ event, matched }),
      reset: (_, cursor) => {
        // The log may have gone back.
        this.#position = cursor;
        this.#mustKeep = true;
        this.#refresh();
      },
      ended: (reason) => {
        this.#isOver = true;
        this.#asked.ended(reason);
      },
    };
  }

  begin(subscription: Subscription): void {
    this.#subscription = subscription;
    this.#refresh();
  }

  rest(subscription: Subscription): void {
    this.#subscription = subscription;
    this.#position = subscription.cursor;
  }

  replacePrincipal(principal: Principal): Result<null, Failure> {
    const replaced = this.#subscription?.replacePrincipal(principal) ?? ok(null);
    if (!replaced.ok) return replaced;
    this.#principal = principal;
    // Its claims may show other rows.
    if (this.#told !== null) this.#refresh();
    return ok(null);
  }

  end(): void {
    this.#isOver = true;
    this.#subscription?.end();
  }

  #deliver(waiting: Waiting): void {
    if (this.#isOver || waiting.event.sequence <= this.#position) return;
    if (this.#waiting === null) {
      if (this.#told !== null && this.#apply(waiting)) return;
      this.#refresh();
    }
    if (this.#waiting === null) return;
    // Of changes that only say that there was one, the last says it.
    if (this.mode === "rerun") this.#waiting = [waiting];
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(waiting);
    else this.#overran = true;
  }

  /** Tells what follows from a change; false where the rows have to be read. */
  #apply({ event, matched }: Waiting): boolean {
    if (this.#rows.apply(event, matched) === "unknown") return false;
    this.#position = event.sequence;
    this.#tell();
    return true;
  }

  #tell(): void {
    const { shown } = this.#rows;
    const before = this.#told;
    this.#told = shown;
    if (before === null) {
      const rows = shown.map(({ json }) => json);
      this.#asked.snapshot(rows, this.#position, this.mode);
      return;
    }
    const deltas = difference(before, shown);
    if (deltas.length > 0) this.#asked.deltas(deltas, this.#position);
  }

  #refresh(): void {
    if (this.#isOver) return;
    this.#waiting ??= [];
    this.#pace.ask();
  }

  /** False where it has to be done again; throws where the database cannot answer now. */
  async #read(): Promise<boolean> {
    if (this.#isOver) return true;
    this.#overran = false;
    const context = { principal: this.#principal, now: timestampText(this.#deps.clock()) };
    const found = await this.#deps.engine.readBeside(this.#plan.request, bounds, context);
    if (this.#isOver) return true;
    if (!found.ok) return this.#failed(found.error);
    const { answer, beside } = found.value;
    this.#rows.load(parseRows(answer.json));
    this.#position = parseBounds(beside.rows[0]).latest;
    const waiting = (this.#waiting ?? []).filter(({ event }) => event.sequence > this.#position);
    const isAgain = this.#overran;
    this.#waiting = isAgain ? [] : null;
    this.#tell();
    this.#keep();
    return !isAgain && this.#catchUp(waiting);
  }

  /** The object's watermark tells how far the feed has come: rows that were read may stand for more. */
  #keep(): void {
    if (!this.#mustKeep && this.#position <= (this.#subscription?.cursor ?? beginning)) return;
    this.#mustKeep = false;
    this.#asked.moved?.();
  }

  #catchUp(waiting: readonly Waiting[]): boolean {
    for (const [at, each] of waiting.entries()) {
      if (this.#apply(each)) continue;
      this.#waiting = waiting.slice(at);
      return false;
    }
    return true;
  }

  #failed(failure: Failure): boolean {
    if (failure.status >= 500) throw new Error(`a live query cannot be read: ${failure.code} ${failure.message}`);
    this.end();
    this.#asked.failed(failure);
    return true;
  }
}
