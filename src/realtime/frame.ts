import { isJsonObject, type Json, type JsonObject, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { decodePush, type Pushed } from "./binary-frame.ts";
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

/** No frame of this protocol. */
export type FrameReason = "malformed";

/** Reads what a client has sent. Nothing of it is trusted: sizes are bounded before. */
export function decodeFrame(data: string | ArrayBuffer, version: SerializerVersion): Result<Frame, FrameReason> {
  if (typeof data !== "string") {
    const push = version === "2.0.0" ? decodePush(new Uint8Array(data)) : null;
    return push === null ? err("malformed") : ok(push);
  }
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
