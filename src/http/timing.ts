/**
 * Collects what `Server-Timing` says (https://www.w3.org/TR/server-timing/), in milliseconds. On Workers the clock
 * stands still while code runs, so there the parts that wait show, and those that compute are 0.
 */
export interface Timing {
  readonly add: (part: string, durationMs: number) => void;
  readonly header: () => string;
}

export function startTiming(): Timing {
  const started = performance.now();
  let parts = "";
  return {
    add(part, durationMs) {
      parts += `${part};dur=${rounded(durationMs)}, `;
    },
    header: () => `${parts}total;dur=${rounded(performance.now() - started)}`,
  };
}

function rounded(durationMs: number): number {
  return Math.round(durationMs * 100) / 100;
}
