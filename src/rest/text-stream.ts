const pieceLength = 65_536;

/** A long text as UTF-8, a piece whenever the receiver is ready for one: there is never a second copy of the whole. */
export function textStream(text: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let start = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const end = pieceEnd(text, start);
        if (end > start) controller.enqueue(encoder.encode(text.slice(start, end)));
        start = end;
        if (start >= text.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Never between the halves of a character. */
function pieceEnd(text: string, start: number): number {
  const end = Math.min(start + pieceLength, text.length);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}
