/** An answer of Server-Sent Events on its way. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  readonly response: Response;
  write(text: string): void;
  end(): void;
}

export interface EventStreamOptions {
  /** What may wait for a slow reader; more, and the stream is cut. */
  readonly maxWaitingBytes: number;
  /** The reader is gone, or too slow. Once; not after `end`. */
  readonly onGone: () => void;
}

/** A comment: keeps whatever stands between from closing a silent connection, and makes browsers see the headers. */
export const keepAlive = ":\n\n";

export function openEventStream({ maxWaitingBytes, onGone }: EventStreamOptions): EventStream {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const cut = (): void => {
    if (controller === null) return;
    controller = null;
    onGone();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      cancel: cut,
    },
    { highWaterMark: maxWaitingBytes, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  const stream: EventStream = {
    response: new Response(body, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
        // Proxies that gather answers before they pass them on.
        "x-accel-buffering": "no",
      },
    }),
    write(text) {
      if (controller === null) return;
      const isTooSlow = (controller.desiredSize ?? 0) <= 0;
      if (!isTooSlow) return controller.enqueue(encoder.encode(text));
      controller.error(new Error("too slow"));
      cut();
    },
    end() {
      controller?.close();
      controller = null;
    },
  };
  stream.write(keepAlive);
  return stream;
}

/** JSON text has no line breaks but between its words. */
export function eventText(event: "next" | "complete", data: string): string {
  return `event: ${event}\ndata: ${data.includes("\n") ? data.replaceAll("\n", " ") : data}\n\n`;
}
