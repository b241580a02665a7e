import type { Surface } from "./app.ts";

/** A surface that is an application of its own and knows nothing of the path that it is mounted at. */
export function mount(
  path: string,
  app: { readonly fetch: (request: Request) => Response | Promise<Response> },
): Surface {
  return {
    path,
    fetch(request) {
      const url = new URL(request.url);
      url.pathname = url.pathname.slice(path.length) || "/";
      return app.fetch(new Request(url, request));
    },
  };
}
