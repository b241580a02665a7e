import type { Context, Engine } from "../engine/request.ts";
import { CodedError } from "./fail.ts";

/**
 * Whether the caller's session is known to be alive. Every statement of the engine checks it by the way; a function that
 * has run none is checked before anything of it gets out.
 */
export interface Liveness {
  readonly seen: () => void;
  /** Throws PGRST301 where the session has ended. */
  readonly ensure: () => Promise<void>;
}

export function watchSession(engine: Engine, context: Context): Liveness {
  let isKnown = context.principal.sessionId === null;
  return {
    seen() {
      isKnown = true;
    },
    async ensure() {
      if (isKnown) return;
      const checked = await engine.own([], context);
      if (!checked.ok) throw new CodedError(checked.error);
      isKnown = true;
    },
  };
}
