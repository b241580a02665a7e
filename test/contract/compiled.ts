import { resolveAuthSettings } from "../../src/auth/settings.ts";
import type { App } from "../../src/define.ts";
import { resolveLimits } from "../../src/engine/limits.ts";
import { compileFunctions } from "../../src/functions/compile.ts";
import { type Contract, createContract } from "../../src/openapi/contract.ts";
import { compilePolicy } from "../../src/rules/policy.ts";
import { compileModel } from "../../src/schema/compile.ts";

export function contractOf(app: App): Contract {
  const model = compileModel(app.collections);
  const roles = app.roles ?? {};
  return createContract({
    name: app.name,
    model,
    policy: compilePolicy(model, app.rules, roles),
    functions: compileFunctions(model, app.functions ?? [], roles),
    limits: resolveLimits(),
    // With all that identity can have.
    settings: resolveAuthSettings({
      roles: Object.keys(roles),
      webauthn: { rpId: "example.com", origins: ["https://example.com"] },
    }),
  });
}
