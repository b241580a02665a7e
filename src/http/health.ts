/** One part of the platform that the service cannot do without. `run` throws where it does not answer. */
export interface HealthCheck {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

const timeoutMs = 5_000;

/** 200 where every part answers, else 503. Says which part, and never why: the reason is in the log. */
export async function healthResponse(
  checks: readonly HealthCheck[],
  onFailure: (check: string, error: unknown) => void,
): Promise<Response> {
  const results = await Promise.all(
    checks.map(async (check): Promise<[string, { readonly ok: boolean; readonly durationMs: number }]> => {
      const started = Date.now();
      try {
        await withTimeout(check.run());
        return [check.name, { ok: true, durationMs: Date.now() - started }];
      } catch (error) {
        onFailure(check.name, error);
        return [check.name, { ok: false, durationMs: Date.now() - started }];
      }
    }),
  );
  const healthy = results.every(([, result]) => result.ok);
  return Response.json(
    { status: healthy ? "ok" : "failing", checks: Object.fromEntries(results) },
    { status: healthy ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

async function withTimeout(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
