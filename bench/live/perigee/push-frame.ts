/**
 * Writes a user's broadcasts in the binary form of realtime-js (`src/lib/serializer.ts`): kind 3, the body JSON. What they have in
 * common is written once: the bench is about servers, and its publisher shares their processors.
 */
export function pushFrames(topic: string, event: string): (json: string) => Uint8Array {
  const parts = ["1", "2", topic, event, ""].map((part) => Buffer.from(part));
  const head = Buffer.concat([Buffer.from([3, ...parts.map((part) => part.length), 1]), ...parts]);
  return (json) => {
    const frame = Buffer.allocUnsafe(head.length + Buffer.byteLength(json));
    head.copy(frame);
    frame.write(json, head.length);
    return frame;
  };
}
