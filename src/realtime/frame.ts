import { utf8 } from "../kernel/bytes.ts";
import { isJsonObject, type Json, type JsonObject, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Content } from "./ports.ts";
import type { SerializerVersion } from "./serializer-version.ts";

/** A message from a client. */
export interface Frame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: JsonObject;
  /** Present for a broadcast that came as a binary frame of version 2: what the user sends, not yet looked at. */
  readonly pushed?: Pushed;
}

export interface Pushed {
  readonly event: string;
  readonly content: Content;
  /** What the sender asks of the server, e.g. `persist`. */
  readonly metadata: JsonObject;
}

/** No frame of this protocol. */
export type FrameReason = "malformed";

/** Reads what a client has sent. Nothing of it is trusted: sizes are bounded before. */
export function decodeFrame(data: string | ArrayBuffer, version: SerializerVersion): Result<Frame, FrameReason> {
  if (typeof data !== "string") return version === "2.0.0" ? decodeBinary(new Uint8Array(data)) : err("malformed");
  const parsed = readJson(data);
  if (parsed === undefined) return err("malformed");
  if (version === "2.0.0") {
    if (!Array.isArray(parsed) || parsed.length !== 5) return err("malformed");
    const [joinRef, ref, topic, event, payload] = parsed as readonly Json[];
    return frameOf({ joinRef, ref, topic, event, payload });
  }
  if (!isJsonObject(parsed)) return err("malformed");
  const { join_ref: joinRef, ref, topic, event, payload } = parsed;
  return frameOf({ joinRef, ref, topic, event, payload });
}

type Loose = { readonly [Name in "joinRef" | "ref" | "topic" | "event" | "payload"]: Json | undefined };

function frameOf({ joinRef, ref, topic, event, payload }: Loose): Result<Frame, FrameReason> {
  const refs = { joinRef: reference(joinRef), ref: reference(ref) };
  if (refs.joinRef === undefined || refs.ref === undefined) return err("malformed");
  if (typeof topic !== "string" || typeof event !== "string") return err("malformed");
  if (payload !== undefined && payload !== null && !isJsonObject(payload)) return err("malformed");
  return ok({ joinRef: refs.joinRef, ref: refs.ref, topic, event, payload: payload ?? {} });
}

const maxReferenceLength = 255;

/** Some clients count in numbers. Undefined for what is no reference. */
function reference(value: Json | undefined): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.length <= maxReferenceLength ? value : undefined;
}

/** Kind 3, a user's broadcast; kind 4 is the same on its way to others. Source: realtime-js, `src/lib/serializer.ts`. */
const pushKind = 3;
const broadcastKind = 4;
const jsonEncoding = 1;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeBinary(bytes: Uint8Array): Result<Frame, FrameReason> {
  const headerLength = 7;
  if (bytes.length < headerLength || bytes[0] !== pushKind) return err("malformed");
  let offset = headerLength;
  const parts = [1, 2, 3, 4, 5].map((position) => {
    const length = bytes[position] ?? 0;
    const part = bytes.subarray(offset, offset + length);
    offset += length;
    return text(part);
  });
  if (offset > bytes.length) return err("malformed");
  const [joinRef, ref, topic, event, metadata] = parts;
  if (joinRef === undefined || ref === undefined || topic === undefined || event === undefined) return err("malformed");
  const asked = metadata === "" ? {} : metadata === undefined ? undefined : readJson(metadata);
  const content = contentOf(bytes.subarray(offset), bytes[6] === jsonEncoding);
  if (!isJsonObject(asked) || content === undefined) return err("malformed");
  const pushed = { event, content, metadata: asked };
  return ok({ joinRef: joinRef || null, ref: ref || null, topic, event: "broadcast", payload: {}, pushed });
}

/** JSON is checked once, here: what is passed on breaks no receiver. */
function contentOf(bytes: Uint8Array, isJson: boolean): Content | undefined {
  if (!isJson) return { kind: "bytes", bytes };
  const json = text(bytes);
  return json === undefined || readJson(json) === undefined ? undefined : { kind: "json", text: json };
}

/** A message to a client, its payload as JSON text. */
export interface OutgoingFrame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: string;
}

export function encodeFrame(frame: OutgoingFrame, version: SerializerVersion): string {
  const [joinRef, ref, topic, event] = [frame.joinRef, frame.ref, frame.topic, frame.event].map((part) =>
    JSON.stringify(part),
  );
  return version === "2.0.0"
    ? `[${joinRef},${ref},${topic},${event},${frame.payload}]`
    : `{"topic":${topic},"event":${event},"payload":${frame.payload},"ref":${ref},"join_ref":${joinRef}}`;
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
  const parts = [topic, event, metadata].map(utf8);
  if (parts.some((part) => part.length > maxPartBytes)) return null;
  const isJson = content.kind === "json";
  const body = content.kind === "json" ? utf8(content.text) : content.bytes;
  const all = [
    Uint8Array.of(broadcastKind, ...parts.map((part) => part.length), isJson ? jsonEncoding : 0),
    ...parts,
    body,
  ];
  const frame = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of all) {
    frame.set(part, offset);
    offset += part.length;
  }
  return frame;
}
