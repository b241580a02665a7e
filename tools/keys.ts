import { apiKey } from "../src/auth/api-keys.ts";
import { localPort } from "./port.ts";
import { localSecret } from "./secret.ts";

/** `npm run --silent keys > .env`: three lines and nothing else. */
const secret = localSecret();
console.log(`PERIGEE_URL=http://127.0.0.1:${localPort()}`);
console.log(`PERIGEE_ANON_KEY=${await apiKey("anon", secret)}`);
console.log(`PERIGEE_SERVICE_KEY=${await apiKey("service_role", secret)}`);
