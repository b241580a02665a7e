import { toBase64Url } from "../kernel/bytes.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { sha256 } from "../kernel/sha256.ts";
import type { Host, RealtimeContext } from "./context.ts";
import { tokenRefusal } from "./token-refusal.ts";

/** What a message says of who its sender is. */
export interface PresentedToken {
  /** Null: the key that the socket came with speaks. */
  readonly token: string | null;
  /** A DPoP proof of the token's key (RFC 9449); null for a bearer token. */
  readonly proof: string | null;
}

/** Clients that can give nothing but a token write both into it: `DPoP <token> <proof>`. */
const both = /^dpop +(\S+) +(\S+)$/i;

function read({ token, proof }: PresentedToken): PresentedToken {
  const [, bound, own] = both.exec(token ?? "") ?? [];
  return bound === undefined || own === undefined ? { token, proof } : { token: bound, proof: own };
}

/**
 * Who presents it. A proof is taken once; what has been proved on a socket holds on that socket for the same token and proof, so
 * that a client may join several channels with them. The error is the reason that the client is shown.
 */
export async function principalOf(
  presented: PresentedToken,
  socket: Pick<Host, "principal" | "target" | "proven">,
  { authenticate, clock }: Pick<RealtimeContext, "authenticate" | "clock">,
): Promise<Result<Principal, string>> {
  const { token, proof } = read(presented);
  if (token === null) return ok(socket.principal);
  const digest = proof === null ? null : await digestOf(`${token} ${proof}`);
  const isProven = digest !== null && digest === socket.proven;
  const found = await authenticate({ token, proof, target: socket.target, isProven });
  if (!found.ok) return err(tokenRefusal(token, found.error, clock()));
  if (digest !== null) socket.proven = digest;
  return found;
}

async function digestOf(text: string): Promise<string> {
  return toBase64Url(await sha256(text));
}
