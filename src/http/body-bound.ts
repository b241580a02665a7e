import { type Failure, failure } from "../kernel/failure.ts";

/** Thrown where a body that does not say how long it is turns out to be too long. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

export function bodyTooLarge(maxBytes: number): Failure {
  return failure("PER001", `the body is larger than ${maxBytes} bytes`);
}

/**
 * The request, its body bounded; null where it says itself that it is longer. A body that says how long it is stays
 * unread: to look at `request.body` makes it a stream, which costs more than all else of the way.
 */
export function boundedRequest(request: Request, maxBytes: number): Request | null {
  if (request.method === "GET" || request.method === "HEAD") return request;
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length) <= maxBytes ? request : null;
  if (request.body === null) return request;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new BodyTooLargeError();
      controller.enqueue(chunk);
    },
  });
  // Streams go one way: https://fetch.spec.whatwg.org/#dom-requestinit-duplex
  const init: RequestInit & { readonly duplex: "half" } = { body: request.body.pipeThrough(counter), duplex: "half" };
  return new Request(request, init);
}
