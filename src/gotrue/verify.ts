import type { Context } from "hono";
import { pkcePrefix } from "../auth/flows/token.ts";
import type { Proof } from "../auth/flows/verify.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { readBody, type VerifyBody, verifyBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { linksOf } from "./links.ts";
import { redirect, withCode, withError, withMessage, withSession } from "./redirect.ts";
import { sessionJson } from "./shapes.ts";
import { clientOf, type Surface } from "./surface.ts";

/** The words of GoTrue where one of two ends is confirmed. */
const halfMessage = "Confirmation link accepted. Please proceed to confirm link sent to the other email";

/** `GET /verify`: a link of a mail, in a browser. `POST /verify`: a code, or a link's token, from a client. */
export function verifyEndpoint(surface: Surface): void {
  surface.app.get("/verify", (c) => verifyLink(c, surface));
  surface.app.post("/verify", (c) => verifyCode(c, surface));
}

async function verifyLink(c: Context, { auth }: Surface): Promise<Response> {
  const { redirectTo } = linksOf(c, auth.settings);
  const token = c.req.query("token") ?? c.req.query("token_hash") ?? "";
  const type = c.req.query("type") ?? "";
  if (token === "") return sendError(c, goTrueError(400, "validation_failed", "Verify requires a token"));
  if (type === "") return sendError(c, goTrueError(400, "validation_failed", "Verify requires a verification type"));
  const isPkce = token.startsWith(pkcePrefix);
  const proof: Proof = { kind: "link", token };
  const verified = await auth.flows.verify({ type, proof, client: clientOf(c), codes: true });
  if (!verified.ok) return redirect(c, withError(redirectTo, reasonError(verified.error), isPkce));
  const { value } = verified;
  if (value.kind === "half") return redirect(c, withMessage(redirectTo, halfMessage, isPkce));
  if (value.kind === "code") return redirect(c, withCode(redirectTo, value.code));
  return redirect(c, withSession(redirectTo, value.grant, { type }));
}

async function verifyCode(c: Context, { auth }: Surface): Promise<Response> {
  const body = await readBody(c, verifyBody);
  if (!body.ok) return sendError(c, body.error);
  const { type } = body.value;
  if (!type) return sendError(c, goTrueError(400, "validation_failed", "Verify requires a verification type"));
  const proof = proofOf(body.value);
  if (!proof.ok) return sendError(c, proof.error);
  const verified = await auth.flows.verify({ type, proof: proof.value, client: clientOf(c), codes: false });
  if (!verified.ok) return sendError(c, reasonError(verified.error));
  const { value } = verified;
  if (value.kind !== "session") return c.json({ msg: halfMessage, code: "200" }, 200, noStore);
  return c.json(sessionJson(value.grant, auth.settings.audience), 200, noStore);
}

function proofOf({ token, token_hash: hash, email, phone }: VerifyBody): Result<Proof, GoTrueError> {
  if (hash) {
    if (!token && !email && !phone) return ok({ kind: "link", token: hash });
    return err(goTrueError(400, "validation_failed", "Only the token_hash and type should be provided"));
  }
  if (!token) return err(goTrueError(400, "validation_failed", "Verify requires a token or a token hash"));
  if (email && !phone) return ok({ kind: "code", address: { email }, code: token });
  if (phone && !email) return ok({ kind: "code", address: { phone }, code: token });
  return err(
    goTrueError(400, "validation_failed", "Only an email address or phone number should be provided on verify"),
  );
}
