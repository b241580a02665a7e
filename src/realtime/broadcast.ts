import { isJsonObject } from "../kernel/json.ts";
import type { ResolvedReplay } from "../live/channels/compile.ts";
import { contentOf, encodeBroadcast, type Pushed } from "./binary-frame.ts";
import { encodeFrame, type Frame } from "./frame.ts";
import type { Broadcast, Kept } from "./ports.ts";
import type { SerializerVersion } from "./serializer-version.ts";

/** How long a message is kept for those who join later. */
export interface Keeping {
  /** Null: as long as the channel keeps any. */
  readonly ttlSeconds: number | null;
}

/** What a client's frame broadcasts; null for a frame that says nothing. */
export function broadcastOf({ topic, payload, pushed }: Frame): Heard | null {
  if (pushed !== undefined) return new PushedBroadcast(topic, pushed);
  const { event, payload: body } = payload;
  if (typeof event !== "string") return null;
  const content = { kind: "json", text: JSON.stringify(body ?? {}) } as const;
  return new WrittenBroadcast({ topic, event, content, meta: null });
}

/** What the sender asks of the server; null where the message is for those who are there now. */
export function keepingOf({ payload, pushed }: Frame): Keeping | null {
  const persist = (pushed?.metadata ?? payload).persist;
  if (persist === true) return { ttlSeconds: null };
  if (!isJsonObject(persist)) return null;
  return { ttlSeconds: typeof persist.ttl === "number" && persist.ttl > 0 ? persist.ttl : null };
}

/** A broadcast as those hear it who are in the channel. */
export interface Heard {
  readonly broadcast: Broadcast;
  /** Null where the version has no form for it: version 1 knows no bytes. */
  in(version: SerializerVersion): string | Uint8Array | null;
}

/** One that came as a binary frame: in version 2 it goes on in the same bytes, and often nobody asks for another form. */
class PushedBroadcast implements Heard {
  readonly #topic: string;
  readonly #pushed: Pushed;
  #written: WrittenBroadcast | null = null;

  constructor(topic: string, pushed: Pushed) {
    this.#topic = topic;
    this.#pushed = pushed;
  }

  get broadcast(): Broadcast {
    return this.#whole.broadcast;
  }

  in(version: SerializerVersion): string | Uint8Array | null {
    const { onward } = this.#pushed;
    return version === "2.0.0" && onward !== null ? onward : this.#whole.in(version);
  }

  get #whole(): WrittenBroadcast {
    const { event } = this.#pushed;
    const topic = this.#topic;
    this.#written ??= new WrittenBroadcast({ topic, event, content: contentOf(this.#pushed), meta: null });
    return this.#written;
  }
}

/** A broadcast written out, once for all who speak the same version. */
export class WrittenBroadcast implements Heard {
  readonly broadcast: Broadcast;
  #first: string | null | undefined;
  #second: string | Uint8Array | null | undefined;

  constructor(broadcast: Broadcast) {
    this.broadcast = broadcast;
  }

  in(version: SerializerVersion): string | Uint8Array | null {
    if (version === "2.0.0") {
      this.#second ??= this.#binary() ?? this.#text(version);
      return this.#second;
    }
    this.#first ??= this.#text(version);
    return this.#first;
  }

  #binary(): Uint8Array | null {
    const { topic, event, content, meta } = this.broadcast;
    return encodeBroadcast({ topic, event, content, metadata: meta ?? "" });
  }

  #text(version: SerializerVersion): string | null {
    const { topic, event, content, meta } = this.broadcast;
    if (content.kind === "bytes") return null;
    const more = meta === null ? "" : `,"meta":${meta}`;
    const payload = `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${content.text}${more}}`;
    return encodeFrame({ joinRef: null, ref: null, topic, event: "broadcast", payload }, version);
  }
}

/** As long as the sender asks for, at most as long as the channel keeps any; null where nothing is to be kept. */
export function keptFor(keeping: Keeping | null, replay: ResolvedReplay | null): Kept | null {
  if (keeping === null || replay === null) return null;
  const { maxSeconds, maxMessages } = replay;
  return { seconds: Math.min(keeping.ttlSeconds ?? maxSeconds, maxSeconds), messages: maxMessages };
}
