/** Plans by the shape of a request: the least recently used falls out, so that odd requests cannot fill the memory. */
export interface PlanCache<Plan> {
  readonly get: (key: string) => Plan | undefined;
  readonly set: (key: string, plan: Plan) => void;
}

const defaultKeyLength = 4_096;

/** Of all keys and plans: thousands of the largest statements would be more than the memory of an isolate. */
const maxCharacters = 16_000_000;

/** `lengthOf`: the characters of a plan's SQL. */
export function createPlanCache<Plan>(
  maxPlans: number,
  lengthOf: (plan: Plan) => number = () => 0,
  maxKeyLength: number = defaultKeyLength,
): PlanCache<Plan> {
  const plans = new Map<string, { readonly plan: Plan; readonly characters: number }>();
  let characters = 0;
  const forget = (key: string): void => {
    characters -= plans.get(key)?.characters ?? 0;
    plans.delete(key);
  };
  return {
    get(key) {
      const entry = plans.get(key);
      if (entry === undefined) return undefined;
      plans.delete(key);
      plans.set(key, entry);
      return entry.plan;
    },
    set(key, plan) {
      if (key.length > maxKeyLength) return;
      forget(key);
      const entry = { plan, characters: key.length + lengthOf(plan) };
      plans.set(key, entry);
      characters += entry.characters;
      for (const oldest of plans.keys()) {
        if (plans.size <= maxPlans && characters <= maxCharacters) break;
        forget(oldest);
      }
    },
  };
}
