import type { Context, ReadRequest } from "../engine/request.ts";
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

/** What GET asks for at `/articles?select=…`, for whoever asks from within. */
export function pathRequest(
  { model, limits }: Pick<Server, "model" | "limits">,
  path: string,
): Result<Omit<ReadRequest, "after">, Failure> {
  if (path.length > limits.maxUrlLength) {
    return err(failure("PER002", `the URL is longer than ${limits.maxUrlLength} characters`));
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
  return ok({
    shape: shapeText(head, lexed.skeleton),
    build: () => buildRead(model, head, lexed.skeleton),
    arguments: windowed(lexed.arguments, window.value),
    total: false,
  });
}

/** What GET gives there. */
export async function readPath(server: Server, path: string, context: Context): Promise<Result<Json, Failure>> {
  const request = pathRequest(server, path);
  if (!request.ok) return request;
  const answer = await server.engine.read(request.value, context);
  return answer.ok ? ok(JSON.parse(answer.value.json)) : answer;
}
