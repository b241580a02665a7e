import { err, ok, type Result } from "../../kernel/result.ts";
import type { AuthContext, Client } from "../context.ts";
import { dropCode, type Exchanged, openCode, redeemCode } from "../flows/exchange.ts";
import { type CodeChallenge, s256 } from "../flows/pkce.ts";
import type { AuthReason } from "../reasons.ts";
import { hashed } from "../refresh-tokens.ts";
import type { PendingState } from "./oauth.ts";

export interface LinkAnswer {
  readonly code: string;
  /** The secret of the browser's cookie. */
  readonly browser: string;
  readonly approves: boolean;
  readonly client: Client;
}

export interface HeldLinkAnswer {
  readonly redirectTo: string;
  /** Null where nothing is to be linked. */
  readonly exchanged: Result<Exchanged, AuthReason> | null;
}

/** Whether a browser's cookie is the one of the browser that asked to link. With PKCE it is the verifier that tells. */
export async function isSameBrowser({ challenge, browserHash }: PendingState, browser: string): Promise<boolean> {
  return challenge === null && browserHash !== null && (await hashed(browser)).hash === browserHash;
}

/** The cookie's secret serves as a verifier of PKCE that this server is the client of. */
export async function challengeOf(browser: string): Promise<CodeChallenge> {
  return { challenge: await s256(browser), method: "s256" };
}

/** Takes the code of an identity that waits, and links it where that is what was said. */
export async function answerLink(
  context: AuthContext,
  { code, browser, approves, client }: LinkAnswer,
): Promise<Result<HeldLinkAnswer, AuthReason>> {
  const opened = await openCode(context, { code, verifier: browser });
  if (!opened.ok) return opened;
  const { hash, link } = opened.value;
  if (link === null) return err({ kind: "flow", reason: "flowStateNotFound" });
  const { redirectTo } = link;
  if (approves) return ok({ redirectTo, exchanged: await redeemCode(context, opened.value, client) });
  await dropCode(context, hash);
  return ok({ redirectTo, exchanged: null });
}
