import type { Consistency } from "../engine/ports.ts";
import type { Context } from "../engine/request.ts";

/** A context whose every round trip sees at least what the one before has seen or made. */
export function continued(context: Context): Context {
  const { consistency: start } = context;
  if (start === undefined || start.from === "primary") return context;
  const consistency: Consistency = {
    get from() {
      return start.reached === null ? start.from : { bookmark: start.reached };
    },
    set from(state) {
      start.from = state;
    },
    get reached() {
      return start.reached;
    },
    set reached(state) {
      start.reached = state;
    },
  };
  return {
    ...context,
    get now() {
      return context.now;
    },
    consistency,
  };
}
