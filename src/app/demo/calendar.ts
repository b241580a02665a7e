const dayMs = 86_400_000;

/**
 * The day on which the demo is loaded, as it begins in UTC. Everything in it lies before, but for the job listings' last
 * days: whoever starts in a year still sees what was read lately, and jobs that are open.
 */
const todayMs = Math.floor(Date.now() / dayMs) * dayMs;

/** Days before the demo's today, as a moment. Fractions are hours. */
export function daysAgo(days: number): string {
  return `${new Date(todayMs - days * dayMs).toISOString().slice(0, 19)}+00:00`;
}

/** A day, so many after the demo's today. */
export function dayAfter(days: number): string {
  return new Date(todayMs + days * dayMs).toISOString().slice(0, 10);
}
