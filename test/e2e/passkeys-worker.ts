import { env } from "cloudflare:workers";
import { createWorker } from "../../src/compose.ts";
import { passkeysApp } from "./passkeys-app.ts";

export { Hub } from "../../src/platform/hub.ts";

export default createWorker(passkeysApp(String(Reflect.get(env, "PAGE_ORIGIN"))));
