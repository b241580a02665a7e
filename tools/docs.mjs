// Copies what /docs and GraphiQL show from their packages to where it is served from. Plain JavaScript, because npm runs it
// at install, under whatever Node there is. Without the packages (npm install --omit=dev) the pages say what is missing.
import { copyFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const copies = {
  "@scalar/fastify-api-reference/dist/js/standalone.js": "docs/reference.js",
  "graphiql/graphiql.min.css": "graphiql/graphiql.css",
  "graphiql/graphiql.min.js": "graphiql/graphiql.js",
  "graphql-sse/umd/graphql-sse.min.js": "graphiql/graphql-sse.js",
  "react/umd/react.production.min.js": "graphiql/react.js",
  "react-dom/umd/react-dom.production.min.js": "graphiql/react-dom.js",
};
for (const [from, to] of Object.entries(copies)) {
  const source = new URL(`../node_modules/${from}`, import.meta.url);
  if (existsSync(source))
    copyFileSync(fileURLToPath(source), fileURLToPath(new URL(`../assets/${to}`, import.meta.url)));
}
