import type { Context } from "hono";
import * as z from "zod";
import { isJsonObject, type Json, type JsonObject, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bodyTooLarge, type GoTrueError, goTrueError } from "./errors.ts";

const maxBodyBytes = 65_536;
/** JSON nested deeper is refused: writing it out again would overflow the stack. */
const maxDepth = 32;

const text = z.string().nullish();

const json: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject, "must be an object");

export interface CredentialsBody {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly password?: string | null | undefined;
}

/** RFC 7636 section 4.3, in GoTrue's names. */
export interface ChallengeBody {
  readonly code_challenge?: string | null | undefined;
  readonly code_challenge_method?: string | null | undefined;
}

export interface UserBody extends CredentialsBody, ChallengeBody {
  readonly data?: JsonObject | null | undefined;
  readonly app_metadata?: JsonObject | null | undefined;
  readonly channel?: string | null | undefined;
  readonly nonce?: string | null | undefined;
}

export interface OtpBody extends ChallengeBody {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly channel?: string | null | undefined;
  readonly data?: JsonObject | null | undefined;
  readonly create_user?: boolean | null | undefined;
}

export interface RecoverBody extends ChallengeBody {
  readonly email?: string | null | undefined;
}

export interface ResendBody extends ChallengeBody {
  readonly type?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

export interface VerifyBody {
  readonly type?: string | null | undefined;
  readonly token?: string | null | undefined;
  readonly token_hash?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

export interface IdTokenBody {
  readonly provider?: string | null | undefined;
  readonly id_token?: string | null | undefined;
  readonly nonce?: string | null | undefined;
  /** Whether the identity is one more of who asks. */
  readonly link_identity?: boolean | null | undefined;
}

export interface CodeBody {
  readonly auth_code?: string | null | undefined;
  readonly code_verifier?: string | null | undefined;
}

export interface RefreshBody {
  readonly refresh_token?: string | null | undefined;
}

// What else auth-js sends is let through.
const credentials = { email: text, phone: text, password: text };
const challenge = { code_challenge: text, code_challenge_method: text };

export const passwordGrantBody: z.ZodType<CredentialsBody> = z.object(credentials);
export const refreshGrantBody: z.ZodType<RefreshBody> = z.object({ refresh_token: text });
/** Of a sign-up and of a change alike. */
export const userBody: z.ZodType<UserBody> = z.object({
  ...credentials,
  ...challenge,
  data: json.nullish(),
  app_metadata: json.nullish(),
  channel: text,
  nonce: text,
});
export const otpBody: z.ZodType<OtpBody> = z.object({
  ...challenge,
  email: text,
  phone: text,
  channel: text,
  data: json.nullish(),
  create_user: z.boolean().nullish(),
});
export const recoverBody: z.ZodType<RecoverBody> = z.object({ ...challenge, email: text });
export const resendBody: z.ZodType<ResendBody> = z.object({ ...challenge, type: text, email: text, phone: text });
export const verifyBody: z.ZodType<VerifyBody> = z.object({
  type: text,
  token: text,
  token_hash: text,
  email: text,
  phone: text,
});
export const idTokenGrantBody: z.ZodType<IdTokenBody> = z.object({
  provider: text,
  id_token: text,
  nonce: text,
  link_identity: z.boolean().nullish(),
});
export const codeGrantBody: z.ZodType<CodeBody> = z.object({ auth_code: text, code_verifier: text });

/** Reads a JSON body: at most 64 KiB, nested at most 32 deep. Every other body is an error of the client's. */
export async function readBody<T>(
  c: Context,
  shape: z.ZodType<T>,
  request: Pick<Request, "headers" | "body"> = c.req.raw,
): Promise<Result<T, GoTrueError>> {
  const content = await readText(request);
  if (content === null) return err(bodyTooLarge);
  const parsed = readJson(content);
  if (parsed === undefined) return err(goTrueError(400, "bad_json", "Could not parse request body as JSON"));
  if (!withinDepth(parsed, maxDepth)) return err(goTrueError(400, "bad_json", "Request body is nested too deeply"));
  const read = shape.safeParse(parsed);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "body" : issue.path.join(".");
  return err(goTrueError(400, "validation_failed", `Invalid request body: ${where}: ${issue?.message ?? "invalid"}`));
}

/** Null past the limit, which is also kept where no length was announced. */
export async function readText(request: Pick<Request, "headers" | "body">): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return null;
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let content = "";
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return content + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBodyBytes) {
      await reader.cancel();
      return null;
    }
    content += decoder.decode(value, { stream: true });
  }
}

function withinDepth(given: Json, depth: number): boolean {
  if (typeof given !== "object" || given === null) return true;
  return depth > 0 && Object.values(given).every((inner: Json) => withinDepth(inner, depth - 1));
}
