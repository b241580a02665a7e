import type { Assets } from "../openapi/ports.ts";

/** Workers static assets (https://developers.cloudflare.com/workers/static-assets/binding/); none without the binding. */
export function staticAssets(binding: Fetcher | undefined): Assets {
  return async (path) => {
    // The host means nothing to the binding.
    const response = await binding?.fetch(new URL(path, "https://assets"));
    return response?.ok === true ? response : null;
  };
}
