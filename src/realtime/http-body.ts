import * as z from "zod";
import type { Json } from "../kernel/json.ts";
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

/** The body of `POST /api/broadcast`. The error is a body as Ecto writes them: fields and what is wrong with them. */
export function parseBatch(body: Json): Result<readonly HttpMessage[], Json> {
  const parsed = batch.safeParse(body);
  if (parsed.success) {
    return ok(
      parsed.data.messages.map((each) => ({
        topic: each.topic,
        event: each.event,
        payload: JSON.stringify(each.payload),
        isPrivate: each.private === true,
      })),
    );
  }
  const errors: Record<string, string[]> = {};
  for (const { path, message: why } of parsed.error.issues) {
    const name = path.join(".") || "messages";
    errors[name] = [...(errors[name] ?? []), why];
  }
  return err({ errors });
}
