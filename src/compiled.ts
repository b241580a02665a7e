import { type AuthSettings, resolveAuthSettings } from "./auth/settings.ts";
import type { App } from "./define.ts";
import { type ReadPlaces, resolveReads } from "./engine/consistency.ts";
import { type Limits, resolveLimits } from "./engine/limits.ts";
import { type RateOf, resolveRates } from "./engine/rate.ts";
import { compileFunctions, type Functions } from "./functions/compile.ts";
import { checkGraphTypes } from "./graphql/check-types.ts";
import { type Channels, compileChannels } from "./live/channels/compile.ts";
import { type LiveSettings, resolveLive } from "./live/settings.ts";
import { type ResolvedRealtimeLimits, resolveRealtimeLimits } from "./live/socket-limits.ts";
import { type Contract, createContract } from "./openapi/contract.ts";
import { compilePolicy, type Policy } from "./rules/policy.ts";
import { compileRoles } from "./rules/roles.ts";
import { compileModel } from "./schema/compile.ts";
import type { Model } from "./schema/model.ts";

/** A definition after compilation. */
export interface Compiled {
  readonly app: App;
  readonly model: Model;
  readonly policy: Policy;
  readonly functions: Functions;
  readonly limits: Limits;
  readonly settings: AuthSettings;
  readonly reads: ReadPlaces;
  readonly rateOf: RateOf | null;
  readonly contract: Contract;
  readonly live: LiveSettings;
  readonly channels: Channels;
  readonly realtime: ResolvedRealtimeLimits;
}

/** @throws DefinitionError naming the table, the column and the mend */
export function compileApp(app: App): Compiled {
  const model = compileModel(app.collections);
  checkGraphTypes(app.graphql?.types ?? [], model);
  const { profile: _, ...authOptions } = app.auth ?? {};
  const { rate, ...limitOptions } = app.limits ?? {};
  const { limits: socketLimits, ...liveOptions } = app.live ?? {};
  const parts = {
    model,
    policy: compilePolicy(model, app.rules, app.roles ?? {}),
    functions: compileFunctions(model, app.functions ?? [], app.roles ?? {}),
    limits: resolveLimits(limitOptions),
    settings: resolveAuthSettings({ ...authOptions, roles: Object.keys(app.roles ?? {}) }),
  };
  return {
    ...parts,
    app,
    contract: createContract({ ...parts, name: app.name }),
    rateOf: resolveRates(rate, compileRoles(app.roles ?? {})),
    reads: resolveReads(app.reads),
    live: resolveLive(liveOptions),
    channels: compileChannels(app.channels ?? [], { model, roles: app.roles ?? {} }),
    realtime: resolveRealtimeLimits(socketLimits),
  };
}
