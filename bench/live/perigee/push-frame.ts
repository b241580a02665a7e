/** A user's broadcast in the binary form of realtime-js (`src/lib/serializer.ts`): kind 3, its body JSON. */
export function pushFrame(topic: string, event: string, json: string): Uint8Array {
  const parts = ["1", "2", topic, event, ""].map((part) => Buffer.from(part));
  const head = Buffer.from([3, ...parts.map((part) => part.length), 1]);
  return Buffer.concat([head, ...parts, Buffer.from(json)]);
}
