import type { Claim } from "./key.ts";
import type { Concealment } from "./ports.ts";
import type { Answer, Found } from "./record.ts";

/** A request's hash alone would tell a short secret in it to who tries them all. */
export async function concealedClaim(claim: Claim, by: Concealment | null): Promise<Claim> {
  return by === null ? claim : { ...claim, fingerprint: await by.mark(claim.fingerprint) };
}

export async function concealedAnswer(answer: Answer, claim: Claim, by: Concealment | null): Promise<Answer> {
  if (by === null || answer.body === null) return answer;
  return { ...answer, body: await by.conceal(answer.body, ownerOf(claim)) };
}

/** An answer whose key is gone is lost. */
export async function revealed(found: Found | null, claim: Claim, by: Concealment | null): Promise<Found | null> {
  if (by === null || found?.kind !== "answer" || found.answer.body === null) return found;
  const body = await by.reveal(found.answer.body, ownerOf(claim));
  return body === null ? { kind: "lost" } : { kind: "answer", answer: { ...found.answer, body } };
}

function ownerOf({ principal, key, fingerprint }: Claim): readonly string[] {
  return [principal, key, fingerprint];
}
