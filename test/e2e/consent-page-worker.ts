import { env } from "cloudflare:workers";
import { createWorker } from "../../src/compose.ts";
import { consentPageApp } from "./consent-page-app.ts";

export { Hub } from "../../src/platform/hub.ts";

export default createWorker(consentPageApp(String(Reflect.get(env, "CAPTCHA_URL"))));
