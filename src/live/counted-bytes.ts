import { utf8Length } from "../kernel/bytes.ts";

/** Many sockets are given the same text, one after the other: it is counted once. */
const last = { text: "", bytes: 0 };

export function bytesOf(data: string | ArrayBuffer | Uint8Array): number {
  if (typeof data !== "string") return data.byteLength;
  if (data !== last.text) {
    last.text = data;
    last.bytes = utf8Length(data);
  }
  return last.bytes;
}
