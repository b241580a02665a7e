import type { JsonObject } from "../kernel/json.ts";
import { type AuthOperation, anything, inPath, inQuery, text, uuid } from "./auth-operation.ts";
import { ref } from "./component-name.ts";

const email: JsonObject = { type: "string", format: "email", maxLength: 254 };
const challenge: JsonObject = {
  code_challenge: { ...text, maxLength: 128 },
  code_challenge_method: { type: "string", enum: ["s256", "plain"] },
};
const session: JsonObject = ref("schemas", "auth.session");
const user: JsonObject = ref("schemas", "auth.user");
const redirectTo = inQuery("redirect_to", "Where the link leads: the site, or what the definition allows.", text);

const verification: JsonObject = {
  type: "object",
  required: ["type"],
  properties: { type: text, token: text, token_hash: text, email, phone: text },
};

const provider: readonly JsonObject[] = [
  { ...inQuery("provider", "Its name in the definition.", text), required: true },
  redirectTo,
  inQuery("scopes", "What is asked of the provider.", text),
  inQuery("code_challenge", "RFC 7636, section 4.2.", text),
  inQuery("code_challenge_method", "`s256` or `plain`.", text),
];

const messages: readonly AuthOperation[] = [
  {
    path: "/otp",
    method: "post",
    id: "request_otp",
    description: "Sends a link and a code by mail, or a code by text message.",
    parameters: [redirectTo],
    body: {
      type: "object",
      properties: { email, phone: text, create_user: { type: "boolean" }, data: anything, ...challenge },
    },
    gives: anything,
  },
  {
    path: "/magiclink",
    method: "post",
    id: "request_magic_link",
    description: "Sends a link and a code by mail.",
    parameters: [redirectTo],
    body: { type: "object", required: ["email"], properties: { email, data: anything, ...challenge } },
    gives: anything,
  },
  {
    path: "/recover",
    method: "post",
    id: "request_recovery",
    description: "Sends a link to who has lost the password.",
    parameters: [redirectTo],
    body: { type: "object", required: ["email"], properties: { email, ...challenge } },
    gives: anything,
  },
  {
    path: "/resend",
    method: "post",
    id: "resend",
    description: "Sends a confirmation again.",
    parameters: [redirectTo],
    body: { type: "object", required: ["type"], properties: { type: text, email, phone: text, ...challenge } },
    gives: anything,
  },
  {
    path: "/reauthenticate",
    method: "get",
    id: "reauthenticate",
    description: "Sends the code that a change of the password needs.",
    user: true,
    gives: anything,
  },
  {
    path: "/verify",
    method: "get",
    id: "verify_link",
    description: "Takes a link, once. Leads on with a session, a code or an error.",
    parameters: [
      { ...inQuery("token", "Of the link.", text), required: true },
      { ...inQuery("type", "What was sent.", text), required: true },
      redirectTo,
    ],
    gives: "redirect",
  },
  {
    path: "/verify",
    method: "post",
    id: "verify_code",
    description: "Takes a code or a link's token, once.",
    body: verification,
    gives: session,
  },
];

const providers: readonly AuthOperation[] = [
  {
    path: "/authorize",
    method: "get",
    id: "sign_in_at_provider",
    description: "Leads to a provider to sign in there.",
    parameters: provider,
    gives: "redirect",
  },
  {
    path: "/callback",
    method: "get",
    id: "finish_at_provider",
    description: "Where a provider leads back to.",
    parameters: [
      inQuery("state", "As it was given to the provider.", text),
      inQuery("code", "RFC 6749, section 4.1.2.", text),
      inQuery("error", "RFC 6749, section 4.1.2.1.", text),
      inQuery("iss", "RFC 9207.", text),
    ],
    gives: "redirect",
  },
  {
    path: "/callback",
    method: "post",
    id: "finish_at_provider_by_form",
    description: "The same, from a provider that answers with a form.",
    body: { type: "object", properties: { state: text, code: text, error: text, iss: text } },
    encoding: "form",
    gives: "redirect",
  },
  {
    path: "/user/identities/authorize",
    method: "get",
    id: "link_identity",
    description: "Leads to a provider to add who one is there.",
    user: true,
    parameters: [...provider, inQuery("skip_http_redirect", "`true`: the address, as JSON.", { type: "boolean" })],
    gives: anything,
  },
  {
    path: "/user/identities/{identity_id}",
    method: "delete",
    id: "unlink_identity",
    description: "Takes an identity away. One way in is left.",
    user: true,
    parameters: [inPath("identity_id", uuid)],
    gives: anything,
  },
];

/** Links, codes and providers: ways in that begin with a message or end with a redirect. */
export const flowOperations: readonly AuthOperation[] = [...messages, ...providers];

const link: JsonObject = {
  type: "object",
  required: ["type", "email"],
  properties: { type: text, email, password: { ...text, format: "password" }, new_email: email, data: anything },
};

/** For the service alone. */
export const linkOperations: readonly AuthOperation[] = [
  {
    path: "/invite",
    method: "post",
    id: "invite_user",
    description: "Sends an invitation. The user is made where there is none.",
    parameters: [redirectTo],
    body: { type: "object", required: ["email"], properties: { email, data: anything } },
    gives: user,
  },
  {
    path: "/admin/generate_link",
    method: "post",
    id: "generate_link",
    description: "A link and a code to send oneself.",
    parameters: [redirectTo],
    body: link,
    gives: { allOf: [user, anything] },
  },
];
