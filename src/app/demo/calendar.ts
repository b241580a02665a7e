/** The day on which the demo was made. Everything in it lies before, but for the job listings' last days. */
const todayMs = Date.UTC(2026, 10, 1);

const dayMs = 86_400_000;

/** Days before the demo's today, as a moment. Fractions are hours. */
export function daysAgo(days: number): string {
  return `${new Date(todayMs - days * dayMs).toISOString().slice(0, 19)}+00:00`;
}

/** A day, so many after the demo's today. */
export function dayAfter(days: number): string {
  return new Date(todayMs + days * dayMs).toISOString().slice(0, 10);
}
