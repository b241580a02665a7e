import { createWorker, type Env, type Worker } from "../../src/compose.ts";
import { app } from "./identity-app.ts";

export { Hub } from "../../src/platform/hub.ts";

let worker: Worker | null = null;

/** The verifier's address is known when the test has started it. */
export default {
  fetch(request: Request, env: Env & { readonly CAPTCHA_URL: string }, ctx: ExecutionContext) {
    const captcha = { provider: "turnstile", url: env.CAPTCHA_URL } as const;
    worker ??= createWorker({ ...app, auth: { captcha, refuseLeakedPasswords: true } });
    return worker.fetch(request, env, ctx);
  },
};
