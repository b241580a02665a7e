import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const library = new URL("../../node_modules/@supabase/supabase-js/dist/umd/supabase.js", import.meta.url);

/** A page with nothing in it but the unmodified supabase-js, as its CDN bundle, on an origin of its own. */
export async function startPageServer(): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const script = readFileSync(fileURLToPath(library));
  const server = createServer((request, response) => {
    const isScript = request.url === "/supabase.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : `<!doctype html><title>Vault</title><script src="/supabase.js"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the page has no address");
  return {
    origin: `http://localhost:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
