/** One line of the structured log. Tokens, bodies and query strings never get in. */
export interface LogEntry {
  readonly level: "info" | "error";
  readonly event: string;
  readonly requestId: string;
  readonly method?: string;
  readonly path?: string;
  /** Of the caller's trace, where it sent one (`trace-context.ts`). */
  readonly traceId?: string;
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string | null };
}

export type Log = (entry: LogEntry) => void;

/** JSON on the console: Workers Logs indexes its members. */
export const consoleLog: Log = (entry) => {
  const line = JSON.stringify({ at: new Date().toISOString(), ...entry });
  if (entry.level === "error") console.error(line);
  else console.log(line);
};

/** Logs what a part of the service could not do; `-` where no request's id is known. */
export function logFault(event: string): (error: unknown, requestId?: string) => void {
  return (error, requestId = "-") => consoleLog({ level: "error", event, requestId, error: errorParts(error) });
}

export function errorParts(thrown: unknown): NonNullable<LogEntry["error"]> {
  if (!(thrown instanceof Error)) return { name: "Unknown", message: String(thrown), stack: null };
  return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? null };
}
