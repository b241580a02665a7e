import * as z from "zod";
import { exceedsBytes } from "../kernel/bytes.ts";
import { isJsonObject, type Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";

const message = z.object({
  topic: z.string().min(1).max(255),
  event: z.string().min(1).max(255),
  payload: z.record(z.string(), z.unknown()),
  private: z.boolean().nullish(),
});

const batch = z.object({ messages: z.array(message).min(1).max(100) });

export interface HttpMessage {
  readonly topic: string;
  readonly event: string;
  /** JSON text. */
  readonly payload: string;
  readonly isPrivate: boolean;
}

/** The body of `POST /api/broadcast`. The error is a body as Ecto writes them: what is wrong with each message. */
export function parseBatch(body: Json, maxBytes: number): Result<readonly HttpMessage[], Json> {
  const parsed = batch.safeParse(body);
  if (!parsed.success) return err(wrongBatch(body, parsed.error.issues));
  const messages = parsed.data.messages.map((each) => ({
    topic: each.topic,
    event: each.event,
    payload: JSON.stringify(each.payload),
    isPrivate: each.private === true,
  }));
  const isTooLarge = messages.map(({ payload }) => exceedsBytes(payload, maxBytes));
  if (!isTooLarge.includes(true)) return ok(messages);
  return err({ errors: { messages: isTooLarge.map((is) => (is ? { payload: [tooLarge] } : {})) } });
}

const tooLarge = "Payload size exceeds the limit";
const blank = "can't be blank";

/** By the places of the messages, where there are some; one without a mistake is an empty object. */
function wrongBatch(body: Json, issues: readonly z.core.$ZodIssue[]): Json {
  const given = isJsonObject(body) ? body.messages : undefined;
  if (!Array.isArray(given) || given.length === 0) return { errors: { messages: [blank] } };
  if (issues.some(({ path }) => path.length < 2)) return { errors: { messages: ["is invalid"] } };
  const wrong = given.map((): Record<string, string[]> => ({}));
  for (const { path } of issues) {
    const [, place, name = "message"] = path;
    const message = given[Number(place)];
    const value = isJsonObject(message) ? message[String(name)] : undefined;
    const isBlank = value === undefined || value === null || value === "";
    const found = wrong[Number(place)];
    if (found !== undefined) found[String(name)] = [isBlank && name !== "message" ? blank : "is invalid"];
  }
  return { errors: { messages: wrong } };
}
