// Copies the reference that /docs shows from its package to where it is served from. Plain JavaScript, because npm runs it
// at install, under whatever Node there is. Without the package (npm install --omit=dev) the page says what is missing.
import { copyFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = new URL("../node_modules/@scalar/fastify-api-reference/dist/js/standalone.js", import.meta.url);
const target = new URL("../assets/docs/reference.js", import.meta.url);
if (existsSync(source)) copyFileSync(fileURLToPath(source), fileURLToPath(target));
