import { readChallenge } from "../auth/flows/pkce.ts";
import type { ResendType } from "../auth/flows/resend.ts";
import { otpBody, readBody, recoverBody, resendBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { channelError } from "./channel.ts";
import { goTrueError, reasonError, sendError } from "./errors.ts";
import { linksOf } from "./links.ts";
import { clientOf, requirePrincipal, type Surface } from "./surface.ts";

/** What sends a message. The answer is an empty object whether there is such a user or not. */
export function otpEndpoints(surface: Surface): void {
  otpEndpoint(surface, "/otp");
  otpEndpoint(surface, "/magiclink");
  recoverEndpoint(surface);
  resendEndpoint(surface);
  reauthenticateEndpoint(surface);
}

function otpEndpoint({ app, auth, options }: Surface, path: string): void {
  app.post(path, async (c) => {
    const body = await readBody(c, otpBody);
    if (!body.ok) return sendError(c, body.error);
    const { email, phone, data, create_user: createUser, code_challenge, code_challenge_method } = body.value;
    if (email && phone) return sendError(c, onlyOne);
    const wrongChannel = channelError(body.value);
    if (wrongChannel !== null) return sendError(c, wrongChannel);
    const address = email ? { email } : phone ? { phone } : null;
    if (address === null) return sendError(c, reasonError({ kind: "flow", reason: "addressMissing" }));
    const challenge = readChallenge(code_challenge, code_challenge_method);
    if (!challenge.ok) return sendError(c, reasonError(challenge.error));
    const sent = await auth.flows.requestOtp({
      address,
      data: data ?? {},
      createUser: createUser ?? true,
      challenge: challenge.value,
      links: linksOf(c, auth.settings),
      client: clientOf(c),
      provision: options.provision,
    });
    return sent.ok ? c.json({}, 200, noStore) : sendError(c, reasonError(sent.error));
  });
}

const onlyOne = goTrueError(400, "validation_failed", "Only an email address or phone number should be provided");

function recoverEndpoint({ app, auth }: Surface): void {
  app.post("/recover", async (c) => {
    const body = await readBody(c, recoverBody);
    if (!body.ok) return sendError(c, body.error);
    const { email, code_challenge, code_challenge_method } = body.value;
    if (!email) {
      return sendError(c, goTrueError(400, "validation_failed", "Password recovery requires an email"));
    }
    const challenge = readChallenge(code_challenge, code_challenge_method);
    if (!challenge.ok) return sendError(c, reasonError(challenge.error));
    const links = linksOf(c, auth.settings);
    const sent = await auth.flows.requestRecovery({ email, challenge: challenge.value, links, client: clientOf(c) });
    return sent.ok ? c.json({}, 200, noStore) : sendError(c, reasonError(sent.error));
  });
}

/** A change is asked for by any address of the user's: who adds the first e-mail address has a phone alone. */
const resendTypes: ReadonlyMap<string, { readonly type: ResendType; readonly by: "email" | "phone" | "either" }> =
  new Map([
    ["signup", { type: "signup", by: "email" }],
    ["email_change", { type: "email_change", by: "either" }],
    ["sms", { type: "sms", by: "phone" }],
    ["phone_change", { type: "phone_change", by: "either" }],
  ]);

const wanted = {
  email: "Type provided requires an email address",
  phone: "Type provided requires a phone number",
  either: "Missing email address or phone number",
} as const;

function resendEndpoint({ app, auth }: Surface): void {
  app.post("/resend", async (c) => {
    const body = await readBody(c, resendBody);
    if (!body.ok) return sendError(c, body.error);
    const { type: name, email, phone, code_challenge, code_challenge_method } = body.value;
    const known = resendTypes.get(name ?? "");
    if (known === undefined) {
      const message = "Missing one of these types: signup, email_change, sms, phone_change";
      return sendError(c, goTrueError(400, "validation_failed", message));
    }
    const byEmail = known.by !== "phone" && email ? { email } : null;
    const address = byEmail ?? (known.by !== "email" && phone ? { phone } : null);
    if (address === null) return sendError(c, goTrueError(400, "validation_failed", wanted[known.by]));
    if (email && phone) return sendError(c, { ...onlyOne, message: `${onlyOne.message}.` });
    const challenge = readChallenge(code_challenge, code_challenge_method);
    if (!challenge.ok) return sendError(c, reasonError(challenge.error));
    const links = linksOf(c, auth.settings);
    const by = { challenge: challenge.value, links, client: clientOf(c) };
    const sent = await auth.flows.resend({ type: known.type, address, ...by });
    return sent.ok ? c.json({}, 200, noStore) : sendError(c, reasonError(sent.error));
  });
}

function reauthenticateEndpoint({ app, auth }: Surface): void {
  app.get("/reauthenticate", async (c) => {
    const principal = await requirePrincipal(c, auth);
    if (!principal.ok) return sendError(c, principal.error);
    const by = { links: linksOf(c, auth.settings), client: clientOf(c) };
    const sent = await auth.flows.reauthenticate(principal.value, by);
    return sent.ok ? c.json({}, 200, noStore) : sendError(c, reasonError(sent.error));
  });
}
