import { isJsonObject, type JsonObject } from "../../kernel/json.ts";

/** The network, as a provider is asked over it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A provider that cannot be reached, or says what it must not. Its message is for the log. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

const timeoutMs = 10_000;
const maxAnswerCharacters = 262_144;

/** A JSON object from a provider: bounded in time and size, without redirects. Throws ProviderError. */
export async function askJson(fetch: Fetch, url: string, init: RequestInit = {}): Promise<JsonObject> {
  const parsed = await ask(fetch, url, init);
  if (!isJsonObject(parsed)) throw new ProviderError(`${new URL(url).host} gave no object`);
  return parsed;
}

export async function ask(fetch: Fetch, url: string, init: RequestInit = {}): Promise<unknown> {
  const { host } = new URL(url);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal, redirect: "manual" });
    const text = await response.text();
    if (!response.ok || text.length > maxAnswerCharacters) throw new ProviderError(`${host}: ${response.status}`);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(`${host} did not answer`, { cause: error });
  }
}
