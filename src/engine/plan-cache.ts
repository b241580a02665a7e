/** Plans by the shape of a request: the least recently used falls out, so that odd requests cannot fill the memory. */
export interface PlanCache<Plan> {
  readonly get: (key: string) => Plan | undefined;
  readonly set: (key: string, plan: Plan) => void;
}

const maxKeyLength = 4_096;

export function createPlanCache<Plan>(maxPlans: number): PlanCache<Plan> {
  const plans = new Map<string, Plan>();
  return {
    get(key) {
      const plan = plans.get(key);
      if (plan === undefined) return undefined;
      plans.delete(key);
      plans.set(key, plan);
      return plan;
    },
    set(key, plan) {
      if (key.length > maxKeyLength) return;
      plans.set(key, plan);
      const oldest = plans.keys().next();
      if (plans.size > maxPlans && !oldest.done) plans.delete(oldest.value);
    },
  };
}
