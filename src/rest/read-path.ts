import type { Context } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { noPlace } from "../query/keyset.ts";
import { windowed } from "./answer-read.ts";
import { buildRead } from "./build-read.ts";
import type { Server } from "./call.ts";
import { lexQuery } from "./lex.ts";
import { decodeSegment } from "./percent.ts";
import { readHead, type ShapeHead, shapeText } from "./shape.ts";
import { resolveWindow } from "./window.ts";

/** What GET gives at `/articles?select=…`, for whoever asks from within. */
export async function readPath(server: Server, path: string, context: Context): Promise<Result<Json, Failure>> {
  if (path.length > server.limits.maxUrlLength) {
    return err(failure("PER002", `the URL is longer than ${server.limits.maxUrlLength} characters`));
  }
  const [, name = "", query = ""] = /^\/?([^/?]+)(?:\?(.*))?$/s.exec(path) ?? [];
  const lexed = lexQuery(query);
  if (lexed.after !== null) return err(noPlace("Cursors travel in headers, which are not here."));
  const window = resolveWindow({ limit: lexed.limit, offset: lexed.offset, range: null, strict: true });
  if (!window.ok) return window;
  const head: ShapeHead = {
    ...readHead,
    collection: decodeSegment(name),
    limited: window.value.limit !== null,
    skipped: window.value.offset > 0,
    counted: false,
  };
  const answer = await server.engine.read(
    {
      shape: shapeText(head, lexed.skeleton),
      build: () => buildRead(server.model, head, lexed.skeleton),
      arguments: windowed(lexed.arguments, window.value),
      total: false,
    },
    context,
  );
  return answer.ok ? ok(JSON.parse(answer.value.json)) : answer;
}
