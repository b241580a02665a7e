/**
 * Collects what `Server-Timing` says (https://www.w3.org/TR/server-timing/). On Workers the clock stands still while
 * code runs, so there the parts that wait show, and those that compute are 0.
 */
export interface Timing {
  readonly add: (part: string, durationMs: number) => void;
  readonly header: () => string;
}

export function startTiming(): Timing {
  const started = performance.now();
  const parts = new Map<string, number>();
  return {
    add: (part, durationMs) => parts.set(part, (parts.get(part) ?? 0) + durationMs),
    header() {
      let text = "";
      for (const [part, durationMs] of parts) text += `${part};dur=${durationMs.toFixed(2)}, `;
      return `${text}total;dur=${(performance.now() - started).toFixed(2)}`;
    },
  };
}
