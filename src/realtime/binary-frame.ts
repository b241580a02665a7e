import { fromUtf8, utf8, utf8Length } from "../kernel/bytes.ts";
import { isJsonObject, type Json, type JsonObject, readJson } from "../kernel/json.ts";
import { isJsonText } from "../kernel/json-bytes.ts";
import type { Content } from "./ports.ts";

// Kind 3 is a user's broadcast, kind 4 the same on its way to others. Source: realtime-js, `src/lib/serializer.ts`. Every
// call of a text codec costs as much as to look at some hundred bytes in JavaScript, and names are short and ASCII.

/** A user's broadcast as it came, in the members of a frame. */
export interface Push {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: "broadcast";
  readonly payload: JsonObject;
  readonly pushed: Pushed;
}

/** What the user sends, in the bytes of the frame that came. */
export interface Pushed {
  readonly event: string;
  readonly bytes: Uint8Array;
  /** Where the body begins; it reaches to the end. */
  readonly bodyStart: number;
  readonly isJson: boolean;
  /** What the sender asks of the server, e.g. `persist`. */
  readonly metadata: JsonObject;
  /** The frame that others are sent, in the same bytes; null where metadata stands in between. */
  readonly onward: Uint8Array | null;
}

const pushKind = 3;
const broadcastKind = 4;
const jsonEncoding = 1;
const pushHeadBytes = 7;
const broadcastHeadBytes = 5;

const nothing: JsonObject = {};

/** Null for what is no such frame. */
export function decodePush(bytes: Uint8Array): Push | null {
  if (bytes.length < pushHeadBytes || bytes[0] !== pushKind) return null;
  // Where each part ends: they stand one after the other.
  const joinRefEnd = pushHeadBytes + (bytes[1] ?? 0);
  const refEnd = joinRefEnd + (bytes[2] ?? 0);
  const topicEnd = refEnd + (bytes[3] ?? 0);
  const eventEnd = topicEnd + (bytes[4] ?? 0);
  const bodyStart = eventEnd + (bytes[5] ?? 0);
  if (bodyStart > bytes.length) return null;
  const joinRef = shortText(bytes, pushHeadBytes, joinRefEnd);
  const ref = shortText(bytes, joinRefEnd, refEnd);
  const topic = topics.read(bytes, refEnd, topicEnd);
  const event = events.read(bytes, topicEnd, eventEnd);
  const metadata = metadataOf(shortText(bytes, eventEnd, bodyStart));
  if (joinRef === undefined || ref === undefined || topic === undefined || event === undefined) return null;
  const isJson = bytes[6] === jsonEncoding;
  // JSON is checked once, here: what is passed on breaks no receiver.
  if ((isJson && !isJsonText(bytes, bodyStart)) || !isJsonObject(metadata)) return null;
  const sentOn = eventEnd === bodyStart ? onward(bytes, refEnd) : null;
  const pushed = { event, bytes, bodyStart, isJson, metadata, onward: sentOn };
  return { joinRef: joinRef || null, ref: ref || null, topic, event: "broadcast", payload: nothing, pushed };
}

/** Topic, event and content stay where they are: the shorter head is written in front of them, over what has been read. */
function onward(bytes: Uint8Array, topicStart: number): Uint8Array {
  const start = topicStart - broadcastHeadBytes;
  const [topicBytes = 0, eventBytes = 0, encoding] = [bytes[3], bytes[4], bytes[6]];
  return writeHead(bytes.subarray(start), {
    topicBytes,
    eventBytes,
    metadataBytes: 0,
    isJson: encoding === jsonEncoding,
  });
}

function metadataOf(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : text === "" ? nothing : readJson(text);
}

/** It has been found to be UTF-8, where it is JSON. */
export function contentOf({ bytes, bodyStart, isJson }: Pushed): Content {
  const body = bytes.subarray(bodyStart);
  return isJson ? { kind: "json", text: fromUtf8(body) ?? "" } : { kind: "bytes", bytes: body };
}

/** A name that one message after the other bears: it is made of its bytes where it is another than the last. */
class Repeated {
  #last = "";

  /** Undefined for what is no UTF-8. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (this.#isLast(bytes, start, end)) return this.#last;
    const text = shortText(bytes, start, end);
    // ASCII alone has as many bytes as characters; others would be mistaken for bytes.
    if (text?.length === end - start) this.#last = text;
    return text;
  }

  #isLast(bytes: Uint8Array, start: number, end: number): boolean {
    const last = this.#last;
    if (last.length !== end - start) return false;
    for (let at = 0; at < last.length; at++) if (bytes[start + at] !== last.charCodeAt(at)) return false;
    return true;
  }
}

const topics: Repeated = new Repeated();
const events: Repeated = new Repeated();

/** Undefined for what is no UTF-8. */
function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = "";
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return fromUtf8(bytes.subarray(start, end)) ?? undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

export interface OutgoingBroadcast {
  readonly topic: string;
  readonly event: string;
  readonly content: Content;
  /** JSON text; empty for none. */
  readonly metadata: string;
}

const maxPartBytes = 255;

/** A broadcast as a binary frame of version 2; null where a name is too long for one. */
export function encodeBroadcast({ topic, event, content, metadata }: OutgoingBroadcast): Uint8Array | null {
  const [topicBytes, eventBytes, metadataBytes] = [utf8Length(topic), utf8Length(event), utf8Length(metadata)];
  if (topicBytes > maxPartBytes || eventBytes > maxPartBytes || metadataBytes > maxPartBytes) return null;
  const bytes = content.kind === "json" ? utf8(content.text) : content.bytes;
  const frame = new Uint8Array(broadcastHeadBytes + topicBytes + eventBytes + metadataBytes + bytes.length);
  writeHead(frame, { topicBytes, eventBytes, metadataBytes, isJson: content.kind === "json" });
  writeShort(topic, frame, broadcastHeadBytes);
  writeShort(event, frame, broadcastHeadBytes + topicBytes);
  writeShort(metadata, frame, broadcastHeadBytes + topicBytes + eventBytes);
  frame.set(bytes, frame.length - bytes.length);
  return frame;
}

interface Head {
  readonly topicBytes: number;
  readonly eventBytes: number;
  readonly metadataBytes: number;
  readonly isJson: boolean;
}

function writeHead(frame: Uint8Array, { topicBytes, eventBytes, metadataBytes, isJson }: Head): Uint8Array {
  frame[0] = broadcastKind;
  frame[1] = topicBytes;
  frame[2] = eventBytes;
  frame[3] = metadataBytes;
  frame[4] = isJson ? jsonEncoding : 0;
  return frame;
}

function writeShort(text: string, into: Uint8Array, start: number): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) {
      into.set(utf8(text), start);
      return;
    }
    into[start + at] = unit;
  }
}
