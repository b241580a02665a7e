import { exceedsBytes } from "../kernel/bytes.ts";
import type { Principal } from "../kernel/principal.ts";
import { Allowance } from "../live/allowance.ts";
import { bytesOf } from "../live/counted-bytes.ts";
import { expiresAtMs } from "../live/expiry.ts";
import type { EndReason } from "../live/live.ts";
import { onceATurn } from "../live/once-a-turn.ts";
import type { LiveSocket } from "../live/ports.ts";
import { broadcastOf, keepingOf, keptFor } from "./broadcast.ts";
import type { Channel, ChannelOutlet, ChannelState } from "./channel.ts";
import type { Host, RealtimeContext } from "./context.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import { join } from "./join.ts";
import { changePresence } from "./presence-events.ts";
import { closeCodes, reasons, withoutCode } from "./reasons.ts";
import { changePrincipal } from "./renewal.ts";
import { replay } from "./replay.ts";
import type { SerializerVersion } from "./serializer-version.ts";

/** All of a socket that outlives an eviction. */
export interface SocketState {
  readonly version: SerializerVersion;
  readonly principal: Principal;
  readonly target: string;
  readonly proven: string | null;
  readonly channels: readonly ChannelState[];
}

function isTooLarge(data: string | ArrayBuffer, most: number): boolean {
  return typeof data === "string" ? exceedsBytes(data, most) : data.byteLength > most;
}

/** One client's connection: Phoenix's protocol, version 1 or 2 of its serializer. */
export class Socket implements ChannelOutlet, Host {
  readonly version: SerializerVersion;
  readonly channels: Map<string, Channel> = new Map();
  readonly principal: Principal;
  readonly target: string;
  proven: string | null;
  readonly #socket: LiveSocket;
  readonly #context: RealtimeContext;
  readonly #joins: Allowance;
  readonly #messages: Allowance;
  readonly #bytes: Allowance;
  readonly #heartbeats: Allowance;
  readonly presenceEvents: Allowance;
  readonly #maxUnheardBytes: number;
  /** What has been sent since the client was heard last. */
  #unheardBytes = 0;
  #heardAtMs: number;
  /** Joins take time; what comes after one waits for it. */
  #line: Promise<void> | null = null;
  /** What outlives an eviction has become another. */
  readonly moved: () => void = onceATurn(() => this.save());
  isClosed: boolean = false;

  constructor(socket: LiveSocket, state: Omit<SocketState, "channels">, context: RealtimeContext) {
    const { limits } = context;
    this.#socket = socket;
    this.#context = context;
    this.version = state.version;
    this.principal = state.principal;
    this.target = state.target;
    this.proven = state.proven;
    this.#joins = new Allowance(limits.maxJoinsPerSecond);
    this.#messages = new Allowance(limits.maxMessagesPerSecond);
    this.#bytes = new Allowance(limits.maxBytesPerSecond);
    this.#heartbeats = new Allowance(limits.maxMessagesPerSecond);
    this.presenceEvents = new Allowance(limits.maxPresenceEventsPerSecond);
    this.#maxUnheardBytes = limits.maxUnheardBytes;
    this.#heardAtMs = context.clock();
  }

  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  message(data: string | ArrayBuffer): Promise<void> | void {
    const { clock, limits } = this.#context;
    const nowMs = clock();
    this.#heardAtMs = nowMs;
    this.#unheardBytes = 0;
    if (isTooLarge(data, limits.maxMessageBytes)) return this.close(closeCodes.tooLarge, reasons.messageSize);
    const frame = decodeFrame(data, this.version);
    if (!frame.ok) return this.close(closeCodes.malformed, "malformed message");
    if (frame.value.topic === "phoenix") {
      // Beside the messages: a busy client stays alive, and a flood is not answered.
      return this.#heartbeats.take(1, nowMs) ? this.#heartbeat(frame.value) : undefined;
    }
    const why = this.#messages.take(1, nowMs)
      ? this.#bytes.take(bytesOf(data), nowMs)
        ? null
        : reasons.bytes
      : reasons.messages;
    if (why !== null) return this.#refuseMessage(frame.value, why);
    return this.#inOrder(frame.value);
  }

  /** A message past a limit ends its channel, as with the real server; without a channel it is dropped. */
  #refuseMessage({ topic }: Frame, why: string): void {
    const channel = this.channels.get(topic);
    if (channel !== undefined) this.drop(channel, why);
  }

  #inOrder(frame: Frame): Promise<void> | void {
    if (this.#line === null) {
      const done = this.#handle(frame);
      return done instanceof Promise ? this.#queue(done) : undefined;
    }
    return this.#queue(this.#line.then(() => this.#handle(frame)));
  }

  #queue(done: Promise<void>): Promise<void> {
    const line = done
      .catch((error: unknown) => this.#context.onFault(error))
      .then(() => {
        if (this.#line === line) this.#line = null;
      });
    this.#line = line;
    return line;
  }

  #handle(frame: Frame): Promise<void> | void {
    if (this.isClosed) return;
    if (frame.event === "phx_join") return this.#join(frame);
    const channel = this.channels.get(frame.topic);
    if (channel === undefined) return this.#withoutChannel(frame);
    // A message of an earlier stay in the channel.
    if (frame.joinRef !== null && channel.state.joinRef !== null && frame.joinRef !== channel.state.joinRef) return;
    const endsAtMs = expiresAtMs(channel.state.principal);
    if (endsAtMs !== null && endsAtMs <= this.#heardAtMs && frame.event !== "access_token") {
      return this.ended(channel, "expired");
    }
    switch (frame.event) {
      case "phx_leave":
        this.#leave(channel);
        this.#replyTo(frame, "ok", {});
        return this.#closed(channel);
      case "access_token":
        return changePrincipal(channel, frame, { socket: this, context: this.#context });
      case "broadcast":
        return this.#broadcast(channel, frame);
      case "presence":
        return changePresence(channel, frame, { socket: this, context: this.#context });
      default:
        // The real server lets whatever it does not know go by.
        return;
    }
  }

  /** To leave where one is not is no mistake: so says Phoenix. */
  #withoutChannel(frame: Frame): void {
    if (frame.event === "phx_leave") this.#replyTo(frame, "ok", {});
    else this.#replyTo(frame, "error", { reason: reasons.notJoined });
  }

  #heartbeat(frame: Frame): void {
    this.#replyTo(frame, frame.event === "heartbeat" ? "ok" : "error", {});
  }

  async #join(frame: Frame): Promise<void> {
    const { limits, clock } = this.#context;
    const refuse = (reason: string): void => this.#replyTo(frame, "error", { reason });
    if (!this.#joins.take(1, clock())) {
      refuse(reasons.joins);
      return this.close(closeCodes.policy, reasons.joins);
    }
    const before = this.channels.get(frame.topic);
    if (before !== undefined) {
      this.#leave(before);
      this.#closed(before);
    }
    if (this.channels.size >= limits.maxChannelsPerSocket) return refuse(reasons.channels);
    const joined = await join(frame, this, { outlet: this, context: this.#context });
    if (!joined.ok) return refuse(joined.error);
    const { channel, reply, refusal } = joined.value;
    if (this.isClosed || channel.isOver) return this.#leave(channel);
    this.channels.set(channel.topic, channel);
    this.save();
    this.replyText(frame, "ok", reply);
    channel.tellPresences();
    if (refusal !== null) {
      channel.tellSystem({ extension: "postgres_changes", status: "error", message: refusal });
    }
    if (channel.state.config.replicationReady) {
      channel.tellSystem({ extension: "system", status: "ok", message: "Replication connection established" });
    }
    await replay(channel);
    await channel.queriesBy(this.#context.queries)?.open(channel.state.principal);
  }

  #broadcast(channel: Channel, frame: Frame): Promise<void> | void {
    const { config, replay: kept } = channel.state;
    const broadcast = broadcastOf(frame);
    if (broadcast === null) return this.#acknowledge(channel, frame, "no event");
    if (!channel.may("broadcast.write") || channel.room === null) {
      return this.#acknowledge(channel, frame, reasons.unauthorized(channel.state.name.topic));
    }
    const keep = keptFor(channel.state.name.isPrivate ? keepingOf(frame) : null, kept);
    const passed = channel.room.say(broadcast, channel, keep);
    if (passed === null) return this.#acknowledge(channel, frame, null);
    if (!config.ack && keep === null) {
      passed.catch((error: unknown) => this.#context.onFault(error));
      return;
    }
    // Others need not wait for it.
    passed.then(
      () => this.#acknowledge(channel, frame, null),
      (error: unknown) => {
        this.#context.onFault(error);
        this.#acknowledge(channel, frame, reasons.unavailable);
      },
    );
  }

  #acknowledge(channel: Channel, frame: Frame, refusal: string | null): void {
    if (!channel.state.config.ack && keepingOf(frame) === null) return;
    this.#replyTo(
      frame,
      refusal === null ? "ok" : "error",
      refusal === null ? {} : { reason: refusal, error: refusal },
    );
  }

  drop(channel: Channel, message: string): void {
    if (channel.isOver) return;
    channel.tellSystem({ extension: "system", status: "error", message: withoutCode(message) });
    this.#leave(channel);
    this.#closed(channel);
  }

  ended(channel: Channel, reason: EndReason): void {
    const why = reason === "expired" ? reasons.expired : reasons.sessionEnded;
    for (const each of [channel, ...this.channels.values()]) this.drop(each, why);
    this.close(reason === "expired" ? closeCodes.expired : closeCodes.sessionEnded, why);
  }

  #leave(channel: Channel): void {
    if (channel.isOver) return;
    channel.isOver = true;
    channel.subscription?.end();
    channel.queries?.end();
    if (channel.room !== null) this.#context.rooms.remove(channel.room, channel);
    if (this.channels.get(channel.topic) === channel) {
      this.channels.delete(channel.topic);
      this.save();
    }
  }

  #closed(channel: Channel): void {
    const { joinRef, topic } = channel.state;
    this.write(encodeFrame({ joinRef, ref: joinRef, topic, event: "phx_close", payload: "{}" }, this.version));
  }

  push(channel: Channel, event: string, payload: string): void {
    this.write(encodeFrame({ joinRef: null, ref: null, topic: channel.topic, event, payload }, this.version));
  }

  #replyTo(frame: Frame, status: "ok" | "error", response: Readonly<Record<string, string>>): void {
    this.replyText(frame, status, JSON.stringify(response));
  }

  replyText({ joinRef, ref, topic }: Frame, status: "ok" | "error", response: string): void {
    const payload = `{"status":"${status}","response":${response}}`;
    this.write(encodeFrame({ joinRef, ref, topic, event: "phx_reply", payload }, this.version));
  }

  write(data: string | Uint8Array): void {
    if (this.isClosed) return;
    this.#unheardBytes += bytesOf(data);
    if (this.#unheardBytes > this.#maxUnheardBytes && this.#isOverdue) {
      this.close(closeCodes.tooSlow, "too slow: the client does not keep up");
    } else this.#socket.send(data);
  }

  /** Nothing makes a client of this protocol speak before its next heartbeat: until then much may be sent to who reads fast. */
  get #isOverdue(): boolean {
    const { clock, limits } = this.#context;
    return clock() - this.#heardAtMs > (limits.maxSilenceSeconds * 1_000) / 2;
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#socket.close(code, reason);
    this.leaveAll();
  }

  /** The connection is gone. */
  leaveAll(): void {
    this.isClosed = true;
    for (const channel of [...this.channels.values()]) this.#leave(channel);
  }

  save(): void {
    if (this.isClosed) return;
    const channels = Array.from(this.channels.values(), ({ saved }) => saved);
    const { version, principal, target, proven } = this;
    const state: SocketState = { version, principal, target, proven, channels };
    this.#socket.save(JSON.stringify(state));
  }
}
