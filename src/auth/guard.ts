import { toHex } from "../kernel/bytes.ts";
import { networkOf } from "../kernel/network.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { sha256 } from "../kernel/sha256.ts";
import type { AuthContext, Client } from "./context.ts";
import type { SignInGuard } from "./ports.ts";
import type { AuthReason } from "./reasons.ts";

/** Nobody counts. */
export const noGuard: SignInGuard = { wait: async () => 0, note: async () => undefined };

/** One attempt to sign in to an account, whether there is such an account or not: the answers are the same. */
export interface Attempt {
  note(succeeded: boolean): Promise<void>;
}

/** `tooManyAttempts` where the client's network has guessed wrong too often. Asked before a password is hashed. */
export async function beginAttempt(
  context: AuthContext,
  account: string,
  client: Client,
): Promise<Result<Attempt, AuthReason>> {
  const network = networkOf(client.ip);
  const name = await nameOf(account);
  const waitMs = await context.guard.wait(name, network);
  if (waitMs > 0) return err({ kind: "tooManyAttempts", retryAfterSeconds: Math.ceil(waitMs / 1000) });
  return ok({ note: (succeeded) => context.guard.note(name, network, succeeded) });
}

/** The object's name is not the address: names may show in logs and metrics of the platform. */
async function nameOf(account: string): Promise<string> {
  return toHex(await sha256(account)).slice(0, 32);
}
