import type { LogBounds } from "../changes/log.ts";
import { readSince } from "../changes/log.ts";
import type { LogDatabase } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import { sessionEnded } from "../engine/translate.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { beginning, type Watermark, watermark } from "../kernel/watermark.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { Sql } from "../sql/fragment.ts";
import { type Admit, admission, busy, livingSessions } from "./admission.ts";
import { classes } from "./audience-class.ts";
import { serial } from "./coalesced.ts";
import { expiresAtMs } from "./expiry.ts";
import type { EndReason, Live, Subscribe, Subscription } from "./live.ts";
import type { FeedClient, LiveMemory, Push, Wake } from "./ports.ts";
import { Registrar } from "./registrar.ts";
import { pageSize, resumer } from "./resume.ts";
import { type Place, Roster, sessionTable } from "./roster.ts";
import type { LiveSettings } from "./settings.ts";
import { Subscriber } from "./subscriber.ts";
import { type OpenChanges, type Round, type TellingOptions, tellAll } from "./telling.ts";

export interface LiveDeps {
  readonly connection: string;
  readonly model: Model;
  readonly policy: Policy;
  readonly database: LogDatabase;
  /** Where columns are encrypted. */
  readonly open?: OpenChanges | null;
  readonly alive: (session: Sql<never>) => Sql<never>;
  readonly feed: Pick<FeedClient, "register">;
  readonly memory: LiveMemory;
  readonly settings: LiveSettings;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly wake: Wake;
  readonly onFault: (error: unknown) => void;
}

/** How often the feed is asked whether it still knows this object, and the database whether the sessions are alive. */
const checkMs = 60_000;

/** The subscriptions of one connection object. Whatever is told goes through one queue, in the order of the log. */
export class LiveCore implements Live {
  readonly #deps: LiveDeps;
  readonly #inOrder: (task: () => Promise<void>) => Promise<void> = serial();
  readonly #registrar: Registrar;
  readonly #roster: Roster;
  readonly #telling: TellingOptions;
  readonly #round: Round;
  readonly #admit: Admit;
  readonly #resume: (subscriber: Subscriber, until: Watermark) => void;
  /** Everything up to here that was of interest has come; null while nobody waits for anything. */
  #position: Watermark | null;
  #isRestoring = false;
  #checkedAtMs = 0;

  constructor(deps: LiveDeps) {
    const { model, policy, database, delay, onFault, memory, connection, feed } = deps;
    this.#deps = deps;
    this.#position = memory.loadWatermark();
    const version = { load: memory.loadVersion, save: memory.saveVersion };
    const onForgotten = (): void => void this.#inOrder(() => this.#readOn()).catch(onFault);
    const registrar = new Registrar({ connection, feed, version, onForgotten });
    this.#registrar = registrar;
    this.#roster = new Roster({
      model,
      classOf: classes({ model, policy }),
      onAdd: (key) => (this.#isRestoring ? registrar.restore(key) : registrar.add(key)),
      onRemove: (key) => registrar.remove(key),
    });
    this.#telling = { model, database, roster: this.#roster, open: deps.open ?? null, pause: () => delay(0) };
    this.#round = {
      only: null,
      tell: (subscriber, told) => subscriber.push(told),
      onDone: (change) => this.#passed(change),
      onBroken: (subscribers, { sequence }, error) => {
        onFault(error);
        for (const subscriber of subscribers) subscriber.reset("overrun", sequence);
      },
    };
    this.#admit = admission({ database, alive: deps.alive, register: () => registrar.sync(), onFault });
    const onDone = (subscriber: Subscriber): void => subscriber.goLive(this.#position ?? beginning);
    this.#resume = resumer({ ...this.#telling, onFault, delay, onDone });
  }

  /** Nobody is subscribed here: the feed may forget the object. */
  get isIdle(): boolean {
    return this.#registrar.isIdle;
  }

  /** The feed was told that nobody is subscribed here: it forgets the object. */
  letGo(): void {
    this.#registrar.letGo();
  }

  async subscribe(request: Subscribe): Promise<Result<Subscription, Failure>> {
    const { wake, clock, delay, settings } = this.#deps;
    const places = this.#roster.places(request.interests, request.principal);
    if (!places.ok) return places;
    // Nobody has been promised what came before the first of them.
    if (this.isIdle) this.#position = null;
    const subscriber = new Subscriber(request, beginning, settings.maxWaitingChanges);
    this.#enter(subscriber, request.principal, places.value);
    wake(clock() + checkMs);
    const admitted = await this.#letIn(request);
    if (!admitted.ok || subscriber.isOver) {
      this.#leave(subscriber);
      return admitted.ok ? err(sessionEnded) : admitted;
    }
    if (this.#position === null && !this.isIdle) this.#moveTo(admitted.value.latest);
    subscriber.joinAt(admitted.value.latest);
    subscriber.startAt(admitted.value.latest);
    // Whoever subscribes is answered before anything is told.
    void delay(0).then(() => this.#start(subscriber, admitted.value));
    return ok(this.#subscription(subscriber));
  }

  /** Who wants no changes and has no session needs neither the feed nor the database. */
  #letIn({ principal: { sessionId }, interests }: Subscribe): ReturnType<Admit> {
    if (sessionId !== null || interests.length > 0) return this.#admit(sessionId);
    return Promise.resolve(ok({ oldest: null, latest: this.#position ?? beginning }));
  }

  restore(request: Subscribe): Subscription | null {
    const places = this.#roster.places(request.interests, request.principal);
    if (!places.ok) return null;
    const position = this.#position ?? beginning;
    const told = watermark(Math.max(position, request.since ?? beginning));
    const subscriber = new Subscriber(request, told, this.#deps.settings.maxWaitingChanges);
    this.#isRestoring = true;
    this.#enter(subscriber, request.principal, places.value);
    this.#isRestoring = false;
    subscriber.goLive(position);
    return this.#subscription(subscriber);
  }

  receive({ changes, to, reset }: Push): Promise<void> {
    return this.#inOrder(async () => (reset === null ? this.#handle(changes, to) : this.#resetAll(reset, to)));
  }

  async alarm(nowMs: number): Promise<void> {
    for (const subscriber of this.#roster.all) {
      const atMs = expiresAtMs(subscriber.principal);
      if (atMs !== null && atMs <= nowMs) this.#finish(subscriber, "expired");
      else this.#watchExpiry(subscriber);
    }
    if (this.isIdle && !this.#registrar.isChanged) return;
    this.#deps.wake(nowMs + checkMs);
    if (nowMs - this.#checkedAtMs < checkMs / 2) return;
    this.#checkedAtMs = nowMs;
    await Promise.all([this.#registrar.check(), this.#checkSessions()]);
  }

  /** The end of a session is told. That its time is up is not, nor that a restored database never knew of it. */
  async #checkSessions(): Promise<void> {
    const ids = this.#roster.sessions;
    if (ids.length === 0) return;
    const alive = await livingSessions(ids, this.#deps);
    for (const id of ids) {
      if (!alive.has(id)) for (const subscriber of this.#roster.ofSession(id)) this.#finish(subscriber, "session");
    }
  }

  #start(subscriber: Subscriber, log: LogBounds): void {
    if (subscriber.isOver) return;
    const { since } = subscriber.request;
    const missing = since === null ? null : missed(since, log, this.#deps.settings.maxResumeChanges);
    const from = since === null || missing !== null ? log.latest : since;
    subscriber.startAt(from);
    subscriber.request.started?.(from);
    if (missing !== null) subscriber.request.reset(missing, log.latest);
    if (from < log.latest) this.#resume(subscriber, log.latest);
    else subscriber.goLive(this.#position ?? log.latest);
  }

  #subscription(subscriber: Subscriber): Subscription {
    const cursor = (): Watermark => this.#cursor(subscriber);
    return {
      get cursor() {
        return cursor();
      },
      get told() {
        return subscriber.told;
      },
      replacePrincipal: (principal) => this.#replacePrincipal(subscriber, principal),
      end: () => this.#leave(subscriber),
    };
  }

  #replacePrincipal(subscriber: Subscriber, principal: Principal): Result<null, Failure> {
    if (subscriber.isOver) return err(sessionEnded);
    const places = this.#roster.places(subscriber.request.interests, principal);
    if (!places.ok) return places;
    const isOther = principal.sessionId !== subscriber.principal.sessionId;
    const isNew = places.value.some(({ audience }) => audience.keys.some((key) => !this.#registrar.has(key)));
    if ((isOther || isNew) && subscriber.isWaiting) return err(busy);
    const from = this.#cursor(subscriber);
    this.#enter(subscriber, principal, places.value);
    if (isOther || isNew) void this.#admitAnew(subscriber, from);
    return ok(null);
  }

  /** What a new token lets somebody see has to be asked of the feed; what passes by meanwhile is read from the log. */
  async #admitAnew(subscriber: Subscriber, from: Watermark): Promise<void> {
    subscriber.waitAt(from);
    const admitted = await this.#admit(subscriber.principal.sessionId);
    if (!admitted.ok) return this.#finish(subscriber, "session");
    subscriber.joinAt(admitted.value.latest);
    if (!subscriber.isOver) subscriber.request.moved?.();
    this.#resume(subscriber, admitted.value.latest);
  }

  #cursor(subscriber: Subscriber): Watermark {
    const reached = subscriber.isWaiting ? 0 : (this.#position ?? 0);
    return watermark(Math.max(subscriber.floor, reached));
  }

  #enter(subscriber: Subscriber, principal: Principal, places: readonly Place[]): void {
    this.#roster.leave(subscriber);
    subscriber.principal = principal;
    this.#roster.join(subscriber, places);
    this.#watchExpiry(subscriber);
  }

  #leave(subscriber: Subscriber): void {
    subscriber.isOver = true;
    this.#roster.leave(subscriber);
  }

  #finish(subscriber: Subscriber, reason: EndReason): void {
    if (subscriber.isOver) return;
    this.#leave(subscriber);
    subscriber.request.ended(reason);
  }

  #watchExpiry({ principal }: Subscriber): void {
    const atMs = expiresAtMs(principal);
    if (atMs !== null) this.#deps.wake(atMs);
  }

  async #handle(changes: readonly ChangeRecord[], to: Watermark): Promise<void> {
    const news = changes.filter(({ sequence }) => sequence > (this.#position ?? beginning));
    await tellAll(news, this.#round, this.#telling);
    if (this.#position === null || to >= this.#position) this.#moveTo(to);
  }

  #passed({ sequence, collection, operation, key }: ChangeRecord): void {
    this.#position = sequence;
    if (collection !== sessionTable || operation !== "DELETE") return;
    for (const subscriber of this.#roster.ofSession(String(key.id))) this.#finish(subscriber, "session");
  }

  #moveTo(position: Watermark): void {
    this.#position = position;
    this.#deps.memory.saveWatermark(position);
  }

  /** What passed by while the feed did not know this object. */
  async #readOn(): Promise<void> {
    for (let isAtEnd = false; !isAtEnd && this.#position !== null; ) {
      const page = await readSince(this.#deps.database, this.#position, pageSize);
      if (page.continuity !== "complete") return this.#resetAll(page.continuity, page.latest);
      await this.#handle(page.changes, page.end);
      isAtEnd = page.end >= page.latest;
    }
  }

  #resetAll(reason: "pruned" | "ahead", to: Watermark): void {
    this.#moveTo(to);
    // Who still reads the log is told by it.
    for (const subscriber of this.#roster.all) if (!subscriber.isWaiting) subscriber.reset(reason, to);
  }
}

/** Why what comes after `since` cannot be told; null where it can. */
function missed(since: Watermark, { oldest, latest }: LogBounds, maxChanges: number): "pruned" | "ahead" | null {
  if (since > latest) return "ahead";
  const isGone = oldest !== null && since < oldest - 1;
  return isGone || latest - since > maxChanges ? "pruned" : null;
}
