import { hash } from "node:crypto";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** Which write, whose, and what it asks for. */
export interface Claim {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface Asked {
  readonly method: string;
  /** As it was sent, from the path on. */
  readonly target: string;
  readonly body: string;
}

const maxKeyLength = 255;

/**
 * The key that a header names: a string in quotes, as the draft has it, or the same characters without them, as many
 * clients send it; 1 to 255 of visible ASCII and, in quotes, spaces. Errors: PER021.
 * Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/, section 2.1
 */
export function parseKey(header: string): Result<string, Failure> {
  const quoted = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(header.trim())?.[1];
  const key = quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, "$1");
  const isBare = /^[\x21\x23-\x2b\x2d-\x7e]+$/.test(header);
  if ((quoted !== undefined || isBare) && key.length > 0 && key.length <= maxKeyLength) return ok(key);
  return err(
    failure("PER021", "Idempotency-Key is not a key", {
      hint: `Send 1 to ${maxKeyLength} characters of visible ASCII, such as a UUID.`,
    }),
  );
}

export function makeClaim(key: string, principal: Principal, { method, target, body }: Asked): Claim {
  return {
    principal: principal.id === null ? `role:${principal.role}` : `user:${principal.id}`,
    key,
    fingerprint: hash("sha256", `${method} ${target}\n${body}`, "base64url"),
  };
}
