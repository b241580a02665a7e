import type { Result } from "../kernel/result.ts";
import type { GraphError, Refusal } from "./errors.ts";
import type { AnswerMedia } from "./media.ts";
import type { Executed } from "./runner.ts";

/** What becomes of a request: data and errors, or a refusal. */
export type Outcome = Result<Executed, Refusal>;

/** The answer's text. https://spec.graphql.org/October2021/#sec-Response-Format */
export function outcomeJson(outcome: Outcome): string {
  if (!outcome.ok) return `{"errors":${errorsJson(outcome.error.errors)}}`;
  const { data, errors } = outcome.value;
  return errors.length === 0 ? `{"data":${data}}` : `{"errors":${errorsJson(errors)},"data":${data}}`;
}

function errorsJson(errors: readonly GraphError[]): string {
  return JSON.stringify(errors);
}

/** Several outcomes are a list, answered by 200. */
export function outcomeResponse(outcomes: readonly Outcome[], isBatch: boolean, media: AnswerMedia): Response {
  const [only] = outcomes;
  if (isBatch || only === undefined) return respond(`[${outcomes.map(outcomeJson).join()}]`, 200, media);
  if (only.ok) return respond(outcomeJson(only), 200, media);
  return refusalResponse(only.error, media);
}

/** Who takes `application/json` alone is told by the body what is wrong with a well-formed request. */
export function refusalResponse(refusal: Refusal, media: AnswerMedia): Response {
  const status = refusal.isAnswer && media === "application/json" ? 200 : refusal.status;
  return respond(`{"errors":${errorsJson(refusal.errors)}}`, status, media, refusal.headers);
}

function respond(
  body: string,
  status: number,
  media: AnswerMedia,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    status,
    headers: { "content-type": `${media}; charset=utf-8`, vary: "accept", ...headers },
  });
}
