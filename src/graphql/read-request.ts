import { isJsonObject, type Json, type JsonObject, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { plainRefusal, type Refusal } from "./errors.ts";

/** What a request asks for. */
export interface GraphRequest {
  /** Null: one of the known documents is meant. */
  readonly query: string | null;
  /** SHA-256 of a known document in hexadecimal. */
  readonly documentId: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** `extensions.operationId`: what a client calls it among those of one stream. */
  readonly operationId: string | null;
}

/** The requests of one call, several where it is a batch. */
export interface GraphCall {
  readonly requests: readonly GraphRequest[];
  readonly isBatch: boolean;
}

/** Reads a call. https://graphql.github.io/graphql-over-http/draft/#sec-Request */
export async function readCall(request: Request, maxBatch: number): Promise<Result<GraphCall, Refusal>> {
  return request.method === "POST" ? readBody(request, maxBatch) : readQuery(new URL(request.url).searchParams);
}

function readQuery(parameters: URLSearchParams): Result<GraphCall, Refusal> {
  const variables = jsonParameter(parameters, "variables");
  const extensions = jsonParameter(parameters, "extensions");
  if (variables === undefined || extensions === undefined) return err(malformed("a parameter is no JSON"));
  const given = {
    query: parameters.get("query"),
    operationName: parameters.get("operationName"),
    documentId: parameters.get("documentId"),
    variables,
    extensions,
  };
  return one(given);
}

/** Undefined for what is no JSON. */
function jsonParameter(parameters: URLSearchParams, name: string): Json | undefined {
  const text = parameters.get(name);
  return text === null || text === "" ? null : readJson(text);
}

async function readBody(request: Request, maxBatch: number): Promise<Result<GraphCall, Refusal>> {
  const type = request.headers.get("content-type");
  const [media = "", ...parameters] = (type ?? "").split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((each) => each.startsWith("charset="))?.slice(8);
  const isReadable = charset === undefined || charset.replaceAll('"', "") === "utf-8";
  if (media !== "application/json" || !isReadable) {
    return err({ ...malformed("the body must be application/json in UTF-8"), status: 415 });
  }
  const body = parse(await request.arrayBuffer());
  if (!Array.isArray(body)) return body === undefined ? err(malformed("the body is no JSON")) : one(body);
  if (maxBatch < 2) return err({ ...malformed("several operations in one request are not accepted") });
  if (body.length === 0 || body.length > maxBatch) return err(malformed(`a batch has 1 to ${maxBatch} operations`));
  const requests: GraphRequest[] = [];
  for (const each of body as readonly Json[]) {
    const read = requestOf(each);
    if (!read.ok) return read;
    requests.push(read.value);
  }
  return ok({ requests, isBatch: true });
}

const utf8: TextDecoder = new TextDecoder("utf-8", { fatal: true });

function parse(bytes: ArrayBuffer): Json | undefined {
  try {
    return JSON.parse(utf8.decode(bytes)) as Json;
  } catch {
    return undefined;
  }
}

function one(given: Json): Result<GraphCall, Refusal> {
  const read = requestOf(given);
  return read.ok ? ok({ requests: [read.value], isBatch: false }) : read;
}

/** One request, from HTTP or another transport. */
export function requestOf(given: Json): Result<GraphRequest, Refusal> {
  if (!isJsonObject(given)) return err(malformed("a request is a JSON object"));
  const { query, operationName, variables, extensions } = given;
  if (!isTextOrNull(query)) return err(malformed("query must be a string"));
  if (!isTextOrNull(operationName)) return err(malformed("operationName must be a string"));
  if (!isObjectOrNull(variables)) return err(malformed("variables must be an object"));
  if (!isObjectOrNull(extensions)) return err(malformed("extensions must be an object"));
  const documentId = documentIdOf(given, extensions ?? {});
  if ((query ?? "") === "" && documentId === null) return err(malformed("there is no query"));
  return ok({
    query: query ?? null,
    documentId,
    operationName: operationName ?? null,
    variables: variables ?? {},
    operationId: typeof extensions?.operationId === "string" ? extensions.operationId || null : null,
  });
}

/** `documentId`, or Apollo's `extensions.persistedQuery.sha256Hash`. */
function documentIdOf({ documentId }: JsonObject, { persistedQuery }: JsonObject): string | null {
  const hash = isJsonObject(persistedQuery ?? null) ? (persistedQuery as JsonObject).sha256Hash : documentId;
  return typeof hash === "string" && hash !== "" ? hash.replace(/^sha256:/, "").toLowerCase() : null;
}

function isTextOrNull(value: Json | undefined): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

function isObjectOrNull(value: Json | undefined): value is JsonObject | null | undefined {
  return value === undefined || value === null || isJsonObject(value);
}

function malformed(message: string): Refusal {
  return plainRefusal(message, "BAD_REQUEST", false);
}
