import type { Context } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Server } from "./call.ts";
import { unsupportedMethod } from "./failure-response.ts";

const contentType = "application/openapi+json";
const accepted: ReadonlySet<string> = new Set(["*/*", "application/*", "application/json", contentType]);

/**
 * The root: the contract of the caller's role. Errors: PGRST126 where there is none, PGRST117, PGRST107, PGRST301
 * where the caller's session has ended.
 * Source: https://docs.postgrest.org/en/v14/references/api/openapi.html
 */
export async function answerRoot(
  { contract, engine }: Server,
  { method, headers: asked }: Request,
  context: Context,
): Promise<Result<Response, Failure>> {
  if (contract === undefined) return err(failure("PGRST126", "Root endpoint metadata is disabled"));
  if (method === "OPTIONS") return ok(new Response(null, { status: 200, headers: { allow: "OPTIONS,GET,HEAD" } }));
  if (method !== "GET" && method !== "HEAD") return err(unsupportedMethod(method));
  const accept = asked.get("accept") ?? "*/*";
  const types = accept.split(",").map((range) => range.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  if (!types.some((type) => accepted.has(type))) {
    return err(failure("PGRST107", `None of these media types are available: ${types.join(", ")}`));
  }
  const { role, sessionId } = context.principal;
  const alive = sessionId === null ? ok([]) : await engine.own([], context);
  if (!alive.ok) return alive;
  const headers = {
    "content-type": `${contentType}; charset=utf-8`,
    "cache-control": "private, no-cache",
    vary: "Authorization, apikey, Accept",
  };
  return ok(new Response(method === "HEAD" ? null : contract(role), { headers }));
}
